using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests.Pictures;

public sealed class PictureTests : IDisposable
{
    private const int Classes = 7;

    private static readonly string[] s_labels = [.. Enumerable.Range(0, Classes).Select(i => $"Blüte {i}")];

    private readonly string _folder = Directory.CreateTempSubdirectory("pictures-").FullName;
    private readonly InferenceModel _model = CreateSut();

    [Fact]
    public void Classify_File_EqualsTheSoftmaxOfItsPreparedNumbers()
    {
        var path = WritePicture(1);
        var logits = new float[Classes];
        _model.Logits(Prepare(path, new EvaluationPreprocessing(56, 48)), logits);
        var sum = logits.Sum(logit => Math.Exp(logit));

        var sut = _model.Classify(path, top: 3);

        sut.Select(entry => entry.Index).Should().Equal(Enumerable.Range(0, Classes).OrderByDescending(i => logits[i]).Take(3));
        foreach (var entry in sut)
        {
            entry.Label.Should().Be(s_labels[entry.Index]);
            ((double)entry.Probability).Should().BeApproximately(Math.Exp(logits[entry.Index]) / sum, 1e-6);
        }
    }

    [Fact]
    public void Classify_FileBytesAndPixels_AgreeToTheBit()
    {
        var path = WritePicture(2);
        var image = ImageDecoder.Default.DecodeFile(path);
        var expected = _model.Classify(path);

        _model.Classify(File.ReadAllBytes(path)).Should().Equal(expected);
        _model.Classify(new PixelImage(image.Pixels, image.Width, image.Height, PixelFormat.Rgb)).Should().Equal(expected);
        _model.Classify(new PixelImage(Bgra(image, padding: 12), image.Width, image.Height, PixelFormat.Bgra, (4 * image.Width) + 12)).Should().Equal(expected);
    }

    [Fact]
    public void Embed_FileBytesAndPixels_EqualsThePreparedNumbers()
    {
        var path = WritePicture(3);
        var image = ImageDecoder.Default.DecodeFile(path);
        var expected = new float[_model.EmbeddingLength];
        _model.Embed(Prepare(path, _model.Preprocessing), expected);
        var pixels = new float[_model.EmbeddingLength];

        _model.Embed(new PixelImage(image.Pixels, image.Width, image.Height, PixelFormat.Rgb), pixels);

        pixels.Should().Equal(expected);
        _model.Embed(path).Should().Equal(expected);
        _model.Embed(File.ReadAllBytes(path)).Should().Equal(expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Classify_ManyFiles_EqualsOneByOne(int threads)
    {
        using var sut = CreateSut(new InferenceOptions { Threads = threads });
        string[] paths = [.. Enumerable.Range(0, 21).Select(WritePicture)];

        var answers = sut.Classify(paths, top: 2);

        answers.Should().HaveCount(paths.Length);
        for (var i = 0; i < paths.Length; i++)
            answers[i].Should().Equal(sut.Classify(paths[i], top: 2));
        sut.Classify(Array.Empty<string>()).Should().BeEmpty();
    }

    [Fact]
    public void Classify_OneBadFileAmongMany_NamesIt()
    {
        var bad = Path.Combine(_folder, "bad.jpg");
        File.WriteAllText(bad, "no picture");

        FluentActions.Invoking(() => _model.Classify([WritePicture(1), bad])).Should().Throw<ImageFormatException>().Which.FileName.Should().Be(bad);
        FluentActions.Invoking(() => _model.Classify(bad)).Should().Throw<ImageFormatException>().Which.FileName.Should().Be(bad);
    }

    [Fact]
    public void Classify_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        FluentActions.Invoking(() => _model.Classify([WritePicture(1)], cancellationToken: source.Token)).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Preprocessing_OtherInputSize_IsInProportion()
    {
        using var sut = CreateSut(new InferenceOptions { InputHeight = 96, InputWidth = 64 });

        (sut.Preprocessing.ResizeTo, sut.Preprocessing.Height, sut.Preprocessing.Width).Should().Be((112, 96, 64));
        sut.Classify(WritePicture(4)).Should().HaveCount(5);
    }

    [Fact]
    public void PixelsToSpans_Warm_AllocateNothing()
    {
        var image = new RgbImage(100, 80);
        new Random(1).NextBytes(image.Pixels);
        var logits = new float[Classes];
        var embedding = new float[_model.EmbeddingLength];
        var classes = new Classification[3];
        void Run()
        {
            var pixels = new PixelImage(image.Pixels, image.Width, image.Height, PixelFormat.Rgb);
            _model.Logits(pixels, logits);
            _model.Embed(pixels, embedding);
            _model.Classify(pixels, classes);
        }
        for (var i = 0; i < 50; i++)
            Run();

        // A collection may take pooled arrays away at any time; what a call allocates itself shows in every attempt.
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
                Run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Enumerable.Range(0, 5).Min(_ => Allocated()).Should().Be(0);
    }

    [Fact]
    public void Classify_NoClassifier_SaysSo()
    {
        using var sut = CreateSut(network: new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false });

        FluentActions.Invoking(() => sut.Classify(WritePicture(1))).Should().Throw<InvalidOperationException>().WithMessage("*no classifier*");
        sut.Embed(WritePicture(1)).Should().HaveCount(1280);
    }

    [Fact]
    public void Preprocessing_OtherChannels_SaysSo()
    {
        using var sut = CreateSut(network: new MobileNetV2Options { WidthMultiplier = 0.35, Classes = Classes, InputChannels = 1 });

        FluentActions.Invoking(() => sut.Classify(WritePicture(1))).Should().Throw<InvalidOperationException>().WithMessage("*1 channels*");
    }

    [Fact]
    public void Classify_NoRoomOrTooMuch_Throws()
    {
        FluentActions.Invoking(() => _model.Classify(WritePicture(1), top: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => _model.Classify(new PixelImage(new byte[3], 1, 1, PixelFormat.Rgb), new Classification[Classes + 1])).Should().Throw<ArgumentException>();
        _model.Classify(WritePicture(1), top: 100).Should().HaveCount(Classes);
    }

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static InferenceModel CreateSut(InferenceOptions? options = null, MobileNetV2Options? network = null)
    {
        network ??= new MobileNetV2Options { WidthMultiplier = 0.35, Classes = Classes };
        var labels = network is { IncludeClassifier: true, Classes: Classes } ? s_labels : null;
        return InferenceModel.From(
            UntrainedWeights.Create(new ModelDescription { Network = network, Labels = labels, InputSize = 48, ResizeSize = 56 }), options ?? new InferenceOptions { Threads = 1 });
    }

    private static float[] Prepare(string path, EvaluationPreprocessing preprocessing)
    {
        var planes = new float[preprocessing.OutputLength];
        preprocessing.ApplyToFile(path, planes);
        return planes;
    }

    private string WritePicture(int seed)
    {
        var image = new RgbImage(90 + seed, 70);
        var random = new Random(seed);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((i / 40 * (seed + 3)) + random.Next(60));
        var path = Path.Combine(_folder, $"{seed}.jpg");
        JpegEncoder.Save(image, path);
        return path;
    }

    private static byte[] Bgra(RgbImage image, int padding)
    {
        var pixels = new byte[((4 * image.Width) + padding) * image.Height];
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
                for (var channel = 0; channel < 3; channel++)
                    pixels[(y * ((4 * image.Width) + padding)) + (4 * x) + 2 - channel] = image.Row(y)[(3 * x) + channel];
        return pixels;
    }
}
