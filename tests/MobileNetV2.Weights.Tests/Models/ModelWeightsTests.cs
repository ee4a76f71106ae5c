using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

public sealed class ModelWeightsTests
{
    [Theory]
    [InlineData(0.35)]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(1.0)]
    [InlineData(1.3)]
    [InlineData(1.4)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    [InlineData(0.63)]
    [InlineData(2.0)]
    public void From_ShapesAlone_ReadsWidthAndClasses(double width)
    {
        var options = new MobileNetV2Options { WidthMultiplier = width, Classes = 7 };

        var model = ModelWeights.From(RandomWeights.Of(options));

        model.Description.Network.Should().Be(options);
        model.Description.Labels.Should().BeNull();
    }

    [Fact]
    public void From_WithoutClassifier_IsAFeatureExtractor()
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false };

        ModelWeights.From(RandomWeights.Of(options)).Description.Network.Should().Be(options);
    }

    [Fact]
    public void From_GreyPictures_ReadsTheInputsChannels() =>
        ModelWeights.From(RandomWeights.Of(new MobileNetV2Options { InputChannels = 1, WidthMultiplier = 0.35, Classes = 2 })).Description.Network.InputChannels.Should().Be(1);

    // timm's mobilenetv2_110d: width 1.1, depth 1.2, stem and head as at 1.0.
    [Fact]
    public void From_TableOfSevenStages_ReadsItWithThePublishedStrides()
    {
        var options = new MobileNetV2Options
        {
            Stages = [new(1, 16, 1, 1), new(6, 24, 3, 2), new(6, 32, 4, 2), new(6, 72, 5, 2), new(6, 104, 4, 1), new(6, 176, 4, 2), new(6, 352, 1, 1)],
            RoundingDivisor = 1,
        };

        ModelWeights.From(RandomWeights.Of(options)).Description.Network.Should().Be(options);
    }

    // d-li14's width 0.1 rounds to multiples of four.
    [Fact]
    public void From_MultiplesOfFour_ReadsTheDivisor()
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.1, RoundingDivisor = 4, Classes = 3 };

        ModelWeights.From(RandomWeights.Of(options)).Description.Network.Should().Be(options);
    }

    [Fact]
    public void From_TableOfOtherThanSevenStages_SaysThatStridesAreNotInTheShapes()
    {
        var weights = RandomWeights.Of(new MobileNetV2Options { Stages = [new(1, 16, 1, 1), new(6, 24, 2, 2)], Classes = 3 });

        FluentActions.Invoking(() => ModelWeights.From(new StateDict(weights) { Origin = "net.pth" }))
            .Should().Throw<WeightsFormatException>().WithMessage("net.pth, shapes: expected a table of 7 stages*found 2*");
    }

    // TorchSharp's format has no metadata: the file would be read as the published network.
    [Theory]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck)]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.None)]
    public void Write_OtherBottleneckOrShortcutAsDat_IsRefused(BottleneckActivation bottleneck, ShortcutPlacement shortcut)
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3, Bottleneck = bottleneck, Shortcut = shortcut };
        var weights = ModelWeights.From(new StateDict(RandomWeights.Of(options), new ModelDescription { Network = options }.ToMetadata()));
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "net.dat");

        FluentActions.Invoking(() => weights.Write(file)).Should().Throw<WeightsFormatException>().WithMessage($"{file}, file name: expected .safetensors*{bottleneck}*{shortcut}*");
        File.Exists(file).Should().BeFalse();
    }

    [Fact]
    public void From_TableOfOtherThanSevenStagesInTheMetadata_ReadsIt()
    {
        var options = new MobileNetV2Options { Stages = [new(1, 16, 1, 1), new(6, 24, 2, 2)], Classes = 3, OutputStride = 8 };
        var weights = new StateDict(RandomWeights.Of(options), new ModelDescription { Network = options }.ToMetadata());

        ModelWeights.From(weights).Description.Network.Should().Be(options);
    }

    [Fact]
    public void From_OneTensorOfAnotherShape_NamesIt()
    {
        var weights = RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        var wrong = new StateDict(weights.Select(tensor => tensor.Name == "features.9.conv.1.0.weight" ? NamedTensor.FromSingles(tensor.Name, [2, 1, 3, 3], new float[18]) : tensor));

        FluentActions.Invoking(() => ModelWeights.From(wrong))
            .Should().Throw<StateDictMismatchException>().Which.Comparison.Misshaped.Select(entry => entry.Name).Should().Equal("features.9.conv.1.0.weight");
    }

    [Theory]
    [InlineData("features.0.0.weight", new long[] { 0, 3, 3, 3 })]
    [InlineData("features.0.0.weight", new long[] { })]
    [InlineData("features.0.1.weight", new long[] { 1 })]
    [InlineData("features.5.conv.2.weight", new long[] { 0, 0, 1, 1 })]
    [InlineData("classifier.1.weight", new long[] { 0, 1280 })]
    [InlineData("classifier.1.weight", new long[] { 3 })]
    [InlineData("features.18.0.weight", new long[] { 1, 1, 1, 1 })]
    public void From_ShapesOfNoNetwork_AreRefused(string name, long[] shape)
    {
        var weights = RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        var count = shape.Aggregate(1L, (product, dimension) => product * dimension);
        var wrong = new StateDict(weights.Select(tensor => tensor.Name == name ? NamedTensor.FromSingles(name, shape, new float[count]) : tensor));

        FluentActions.Invoking(() => ModelWeights.From(wrong)).Should().Throw<StateDictMismatchException>();
    }

    [Theory]
    [InlineData("features.0.0.weight", TensorElementType.Int32)]
    [InlineData("features.18.1.num_batches_tracked", TensorElementType.Float32)]
    public void From_TensorOfAnotherKind_NamesFileAndTensor(string name, TensorElementType type)
    {
        var weights = RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        var wrong = new StateDict(weights.Select(tensor => tensor.Name == name ? new NamedTensor(name, type, tensor.Shape, new byte[tensor.ElementCount * 4]) : tensor));

        FluentActions.Invoking(() => ModelWeights.From(new StateDict(wrong) { Origin = "net.pth" }))
            .Should().Throw<WeightsFormatException>().WithMessage($"net.pth, '{name}': expected * found {type}*");
    }

    [Fact]
    public void Write_VarianceBelowZero_NamesTheFileThatItCameFrom()
    {
        var weights = RandomWeights.Of(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        using var folder = new TemporaryFolder();

        // The variances are as random as everything else.
        FluentActions.Invoking(() => ModelWeights.From(new StateDict(weights) { Origin = "net.pth" }).Write(folder.File("net.onnx")))
            .Should().Throw<WeightsFormatException>().WithMessage("net.pth, 'features.0.1.running_var', channel *: expected a variance of 0 or more*");
        File.Exists(folder.File("net.onnx")).Should().BeFalse();
    }

    [Fact]
    public void From_AnyOrder_ListsPyTorchsOrder()
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 };
        var weights = RandomWeights.Of(options);

        ModelWeights.From(new StateDict(weights.Reverse())).Tensors.Should().Equal(weights, RandomWeights.SameBits);
    }

    [Theory]
    [InlineData("net.onnx", "*only written*")]
    [InlineData("net.h5", "*.safetensors*")]
    [InlineData("net", "*.safetensors*")]
    public void Read_ExtensionThatIsNotRead_SaysWhichAre(string path, string message) =>
        FluentActions.Invoking(() => ModelWeights.Read(path)).Should().Throw<WeightsFormatException>().WithMessage(message);
}
