using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests;

/// <summary>The API around the computation: what a model says of itself, what it refuses, how it ends.</summary>
public sealed class InferenceModelTests
{
    private static readonly MobileNetV2Options s_network = new() { WidthMultiplier = 0.35, Classes = 5 };

    [Theory]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck, "Bottleneck", "Bottleneck is ReLU6*Linear*")]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.Expansion, "Shortcut", "Shortcut is Expansion*Bottleneck or None*")]
    public void From_NetworkThatTheEngineDoesNotCompute_NamesTheOption(BottleneckActivation bottleneck, ShortcutPlacement shortcut, string setting, string message)
    {
        var weights = RandomModel.Create(s_network with { Bottleneck = bottleneck, Shortcut = shortcut });

        var refusal = FluentActions.Invoking(() => InferenceModel.From(weights)).Should().Throw<InvalidArchitectureException>().WithMessage(message).Which;

        refusal.Setting.Should().Be(setting);
        FluentActions.Invoking(() => new Quantizer(weights)).Should().Throw<InvalidArchitectureException>();
    }

    [Fact]
    public void Properties_DescribeTheModel()
    {
        using var sut = CreateSut(new InferenceOptions { Threads = 3, InputHeight = 64 });

        (sut.InputHeight, sut.InputWidth, sut.InputLength).Should().Be((64, 96, 3 * 64 * 96));
        (sut.Classes, sut.EmbeddingLength, sut.Threads).Should().Be((5, 1280, 3));
        sut.Labels.Should().BeNull();
        sut.Plan.Output.Channels.Should().Be(5);
        sut.FeatureMapShape(8).Should().Be(new TensorShape(16, 8, 12));
        sut.WeightBytes.Should().BeGreaterThan(400_000 * sizeof(float));
    }

    [Fact]
    public void WorkspaceBytes_AsPublished_StayInOneAndATenthMebibyte()
    {
        var weights = RandomModel.Create(new());
        long Bytes(InferenceOptions options)
        {
            using var model = InferenceModel.From(weights, options with { Threads = 1 });
            return model.WorkspaceBytes;
        }

        Bytes(new()).Should().BeLessThan((long)(1.1 * 1024 * 1024));
        // The largest pair of expanded tensors, 96 channels before and after the stride, with the block's input and output.
        Bytes(new() { Strategy = InferenceStrategy.Unfused }).Should().BeGreaterThan(4 * (112 * 112 * (96 + 16) + 56 * 56 * (96 + 32)));
        Bytes(new() { Strategy = InferenceStrategy.SplitExpansion, ExpansionParts = 6 })
            .Should().BeLessThan(Bytes(new() { Strategy = InferenceStrategy.SplitExpansion, ExpansionParts = 2 }));
    }

    [Theory]
    [InlineData("m.safetensors")]
    [InlineData("m.dat")]
    public void Load_FileAndStream_GiveTheSameModel(string name)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var weights = RandomModel.Create(s_network, 96);
            var path = Path.Combine(folder.FullName, name);
            weights.Write(path);
            using var expected = InferenceModel.From(weights);
            using var loaded = InferenceModel.Load(path, new InferenceOptions { InputHeight = 96, InputWidth = 96 });
            var image = RandomModel.Images(loaded);

            loaded.Logits(image).Should().Equal(expected.Logits(image));
            if (name.EndsWith(".safetensors"))
            {
                using var stream = File.OpenRead(path);
                using var streamed = InferenceModel.Load(stream);
                streamed.Logits(image).Should().Equal(expected.Logits(image));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("features.0.0.weight")]
    [InlineData("features.2.conv.1.1.running_var")]
    [InlineData("features.5.conv.3.bias")]
    [InlineData("features.17.conv.2.weight")]
    [InlineData("classifier.1.weight")]
    [InlineData("classifier.1.bias")]
    public void From_NumberThatIsNotFinite_ThrowsAndNamesTheTensor(string name)
    {
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var weights = ModelWeights.From(new StateDict(RandomModel.Create(s_network).Tensors.Select(tensor => tensor.Name == name ? Spoilt(tensor, value) : tensor)));

            FluentActions.Invoking(() => InferenceModel.From(weights)).Should().Throw<WeightsFormatException>().WithMessage($"*{name}*");
        }
    }

    [Fact]
    public void Load_DamagedFile_ThrowsTheTypedException()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".safetensors");
        try
        {
            var weights = RandomModel.Create(s_network);
            weights.Write(file);
            var whole = File.ReadAllBytes(file);
            foreach (var length in new[] { 0, 7, 8, 100, whole.Length / 2, whole.Length - 1 })
            {
                File.WriteAllBytes(file, whole[..length]);
                FluentActions.Invoking(() => InferenceModel.Load(file)).Should().Throw<WeightsFormatException>();
            }

            SafetensorsFile.Write(file, new StateDict(weights.Tensors.Where(tensor => tensor.Name != "features.3.conv.2.weight")));
            FluentActions.Invoking(() => InferenceModel.Load(file)).Should().Throw<StateDictMismatchException>().WithMessage("*features.3.conv.2.weight*");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static TheoryData<InferenceOptions> BadOptions => new()
    {
        new InferenceOptions { Threads = 0 },
        new InferenceOptions { Threads = 1025 },
        new InferenceOptions { ExpansionParts = 0 },
        new InferenceOptions { Strategy = (InferenceStrategy)3 },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void From_OptionOutOfRange_Throws(InferenceOptions options) =>
        FluentActions.Invoking(() => CreateSut(options)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void From_InputTooSmall_Throws() =>
        FluentActions.Invoking(() => CreateSut(new() { InputHeight = 31 })).Should().Throw<InvalidArchitectureException>().WithMessage("*InputHeight*");

    [Fact]
    public void Calls_WrongLengths_Throw()
    {
        using var sut = CreateSut();
        var image = new float[sut.InputLength];

        sut.Invoking(model => model.Logits(image.AsSpan(1), new float[5])).Should().Throw<ArgumentException>().WithParameterName("images");
        sut.Invoking(model => model.Logits(image, new float[4])).Should().Throw<ArgumentException>().WithParameterName("logits");
        sut.Invoking(model => model.Logits(image, new float[10])).Should().Throw<ArgumentException>().WithParameterName("logits");
        sut.Invoking(model => model.Embed(image, new float[1279])).Should().Throw<ArgumentException>().WithParameterName("embeddings");
        sut.Invoking(model => model.FeatureMap(image, 8, new float[1])).Should().Throw<ArgumentException>().WithParameterName("maps");
        sut.Invoking(model => model.FeatureMap(image, 3, [])).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("outputStride");
        sut.Invoking(model => model.FeatureMap(image, 64, [])).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Logits_Cancelled_ThrowsAndTheModelStaysUsable(int threads)
    {
        using var sut = CreateSut(new() { Threads = threads });
        var images = RandomModel.Images(sut, 7);

        sut.Invoking(model => model.Logits(images, new float[35], new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();

        sut.Logits(images).Should().NotContain(0);
    }

    [Fact]
    public void Dispose_Twice_LaterCallsThrow()
    {
        var sut = CreateSut();
        var image = RandomModel.Images(sut);
        sut.Logits(image);
        sut.Dispose();
        sut.Dispose();

        sut.Invoking(model => model.Logits(image)).Should().Throw<ObjectDisposedException>();
        sut.Invoking(model => model.Embed(image)).Should().Throw<ObjectDisposedException>();
        sut.Invoking(model => model.FeatureMaps(image, 8)).Should().Throw<ObjectDisposedException>();
    }

    private static InferenceModel CreateSut(InferenceOptions? options = null) => InferenceModel.From(RandomModel.Create(s_network, 96), options);

    private static NamedTensor Spoilt(NamedTensor tensor, float value)
    {
        var values = tensor.ReadSingles();
        values[^1] = value;
        return NamedTensor.FromSingles(tensor.Name, tensor.Shape, values);
    }
}
