namespace MobileNets.Imaging.Tests;

public class TrainingPreprocessingTests
{
    private static readonly float[] s_deviation = [0.229f, 0.224f, 0.225f];

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    public void Apply_LastNumber_DecidesTheFlip(double lastNumber, bool flipped)
    {
        // An area of 1 and a ratio of 1 choose the whole square picture.
        var random = new ScriptedRandom([0.999999, 0.5, 0, 0, lastNumber]);
        RgbImage image = TestImages.Noise(16, 16, seed: 11);
        var sut = new TrainingPreprocessing(16);
        var planes = new float[sut.OutputLength];

        sut.Apply(image, random, planes);

        var expected = new float[sut.OutputLength];
        ChannelNormalization.ImageNet.Apply(flipped ? image.FlipHorizontally() : image, expected);
        planes.Should().Equal(expected);
    }

    [Fact]
    public void ResizeArea_WholePixels_EqualsTorchvisionsResizedCropAndFlip()
    {
        List<string> different = [];
        foreach (string[] row in ReferenceData.ReadCsv("resized-crop.csv"))
        {
            int[] n = [.. row[..9].Select(int.Parse)];
            using PixelBuffer source = PixelBuffer.From(TestImages.Noise(n[1], n[2], seed: n[0]));

            using PixelBuffer resized = ImageResize.ResizeArea(source, new PixelArea(n[3], n[4], n[5], n[6]), n[7], n[7], mirrored: n[8] == 1);

            if (TestImages.Sha256(resized.ToImage()) != row[9])
                different.Add(string.Join(',', n));
        }

        different.Should().BeEmpty();
    }

    public static TheoryData<string> Pictures =>
        new(ReferenceData.Pictures(".jpg").Concat(ReferenceData.Pictures(".png")));

    // Parts smaller than twice the result are decoded at full scale.
    [Theory]
    [MemberData(nameof(Pictures))]
    public void Apply_EncodedAtFullScale_EqualsDecodingEverythingFirst(string name)
    {
        byte[] data = ReferenceData.Read(name);
        RgbImage image = ImageDecoder.Default.Decode(data, name);
        var sut = new TrainingPreprocessing(40, jitter: new ColorJitter(0.4, 0.4, 0.4, 0.1));
        var planes = new float[sut.OutputLength];
        var expected = new float[sut.OutputLength];
        for (int seed = 0; seed < 40; seed++)
        {
            sut.Apply(image, new Random(seed), expected);

            sut.Apply(data, name, new Random(seed), planes);

            planes.AsSpan().SequenceEqual(expected).Should().BeTrue($"seed {seed}");
        }
    }

    [Theory]
    [InlineData(ChromaSubsampling.Ratio420)]
    [InlineData(ChromaSubsampling.Ratio444)]
    public void Apply_EncodedLargePicture_StaysCloseToDecodingEverythingFirst(ChromaSubsampling subsampling)
    {
        const string Name = "large.jpg";
        byte[] data = JpegEncoder.Encode(TestImages.Gradient(500, 400), 90, subsampling);
        RgbImage image = ImageDecoder.Default.Decode(data, Name);
        var sut = new TrainingPreprocessing(48);
        var planes = new float[sut.OutputLength];
        var expected = new float[sut.OutputLength];
        for (int seed = 0; seed < 40; seed++)
        {
            sut.Apply(image, new Random(seed), expected);
            sut.Apply(data, Name, new Random(seed), planes);

            GreyLevelsApart(planes, expected).Max().Should().BeLessThan(2.5, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("orientation-2.jpg")]
    [InlineData("orientation-5.jpg")]
    [InlineData("orientation-6.jpg")]
    [InlineData("orientation-7.jpg")]
    public void Apply_EncodedTurnedPictureScaledDown_TakesTheSamePart(string name)
    {
        byte[] data = ReferenceData.Read(name);
        RgbImage image = ImageDecoder.Default.Decode(data, name);
        var sut = new TrainingPreprocessing(5);
        var planes = new float[sut.OutputLength];
        var expected = new float[sut.OutputLength];
        List<double> differences = [];
        for (int seed = 0; seed < 40; seed++)
        {
            sut.Apply(image, new Random(seed), expected);
            sut.Apply(data, name, new Random(seed), planes);
            differences.Add(GreyLevelsApart(planes, expected).Average());
        }

        // Another part of this picture is about 50 levels off.
        differences.Average().Should().BeLessThan(5);
    }

    [Fact]
    public void Apply_DecoderOfTheUser_IsUsed()
    {
        RgbImage image = TestImages.Noise(30, 20, seed: 4);
        var decoder = new OnePicture(image);
        var sut = new TrainingPreprocessing(8, decoder: decoder);
        var planes = new float[sut.OutputLength];
        var expected = new float[sut.OutputLength];

        sut.Apply([], "anything", new Random(1), planes);

        sut.Apply(image, new Random(1), expected);
        planes.Should().Equal(expected);
    }

    [Fact]
    public void Apply_SpanOfAnotherLength_Throws()
    {
        Action act = () => new TrainingPreprocessing(4).Apply(new RgbImage(5, 5), new Random(1), new float[47]);

        act.Should().Throw<ArgumentException>().WithMessage("*48 floats, not 47*");
    }

    [Fact]
    public void ApplyToFile_TruncatedBelowThePart_ThrowsNamingTheFile()
    {
        string path = Path.GetTempFileName();
        try
        {
            byte[] jpeg = ReferenceData.Read("baseline-420.jpg");
            File.WriteAllBytes(path, jpeg[..^40]);
            var sut = new TrainingPreprocessing(8);
            for (int seed = 0; seed < 20; seed++)
            {
                Action act = () => sut.ApplyToFile(path, new Random(seed), new float[sut.OutputLength]);

                act.Should().Throw<ImageFormatException>().Which.FileName.Should().Be(path);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("baseline-420.jpg")]
    [InlineData("progressive-420.jpg")]
    [InlineData("orientation-6.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("rgba.png")]
    public void Apply_EncodedOnceWarm_AllocatesNothing(string name)
    {
        byte[] data = ReferenceData.Read(name);
        var random = new Random(3);
        var sut = new TrainingPreprocessing(24, jitter: new ColorJitter(0.4, 0.4, 0.4, 0.1));
        var planes = new float[sut.OutputLength];
        for (int i = 0; i < 100; i++)
            sut.Apply(data, name, random, planes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            sut.Apply(data, name, random, planes);

        // A collection in between may empty the pool.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).Should().BeLessThan(500);
    }

    private static IEnumerable<double> GreyLevelsApart(float[] actual, float[] expected)
    {
        int area = actual.Length / RgbImage.Channels;
        return actual.Select((value, i) => Math.Abs(value - expected[i]) * s_deviation[i / area] * 255.0);
    }

    private sealed class OnePicture(RgbImage image) : IImageDecoder
    {
        public ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName) => new(image.Width, image.Height, ImageFileFormat.Png);

        public RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1) => image;
    }
}
