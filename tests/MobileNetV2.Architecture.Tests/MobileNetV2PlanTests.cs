namespace MobileNets.Architecture.Tests;

public sealed class MobileNetV2PlanTests
{
    private static NetworkPlan CreateSut(MobileNetV2Options? options = null) => MobileNetV2Plan.Create(options);

    [Fact]
    public void Create_Default_HasStemSeventeenResidualsHeadPoolingAndClassifier()
    {
        var plan = CreateSut();

        plan.Blocks.Select(block => block.Kind).Should().Equal(
            [
                BlockKind.ConvNormActivation, .. Enumerable.Repeat(BlockKind.InvertedResidual, 17),
                BlockKind.ConvNormActivation, BlockKind.Pooling, BlockKind.Classifier,
            ]);
        plan.Input.Should().Be(new TensorShape(3, 224, 224));
        plan.Output.Should().Be(new TensorShape(1000, 1, 1));
    }

    [Fact]
    public void Create_Default_HasShortcutWhereStrideIsOneAndChannelsAgree()
    {
        CreateSut().Blocks.Where(block => block.HasShortcut).Select(block => block.Name).Should().Equal(
            "features.3", "features.5", "features.6", "features.8", "features.9", "features.10",
            "features.12", "features.13", "features.15", "features.16");
    }

    [Theory]
    [InlineData("features.0", "0,1,2")]
    [InlineData("features.1", "conv.0.0,conv.0.1,conv.0.2,conv.1,conv.2")]
    [InlineData("features.2", "conv.0.0,conv.0.1,conv.0.2,conv.1.0,conv.1.1,conv.1.2,conv.2,conv.3")]
    [InlineData("features.18", "0,1,2")]
    [InlineData("classifier", "0,1")]
    public void Create_Default_NamesLayersAsTorchvision(string block, string layers) =>
        CreateSut().Blocks.Single(b => b.Name == block).Layers.Select(layer => layer.Name)
            .Should().Equal(layers.Split(',').Select(layer => $"{block}.{layer}"));

    [Fact]
    public void Create_Default_ReachesThePapersResolutions()
    {
        // arXiv 1801.04381, table 2: the input column.
        var plan = CreateSut();

        plan.Blocks.Single(b => b.Name == "features.1").Input.Should().Be(new TensorShape(32, 112, 112));
        plan.Blocks.Single(b => b.Name == "features.2").Input.Should().Be(new TensorShape(16, 112, 112));
        plan.Blocks.Single(b => b.Name == "features.4").Input.Should().Be(new TensorShape(24, 56, 56));
        plan.Blocks.Single(b => b.Name == "features.7").Input.Should().Be(new TensorShape(32, 28, 28));
        plan.Blocks.Single(b => b.Name == "features.11").Input.Should().Be(new TensorShape(64, 14, 14));
        plan.Blocks.Single(b => b.Name == "features.14").Input.Should().Be(new TensorShape(96, 14, 14));
        plan.Blocks.Single(b => b.Name == "features.17").Input.Should().Be(new TensorShape(160, 7, 7));
        plan.Blocks.Single(b => b.Name == "features.18").Input.Should().Be(new TensorShape(320, 7, 7));
        plan.Blocks.Single(b => b.Name == "avgpool").Input.Should().Be(new TensorShape(1280, 7, 7));
    }

    [Fact]
    public void Create_Default_DescribesDepthwiseConvolution()
    {
        var plan = CreateSut();

        var depthwise = plan[plan.Find("features.2.conv.1.0")!.Value];

        depthwise.Should().BeEquivalentTo(new
        {
            Kind = LayerKind.Convolution, Kernel = 3, Stride = 2, Padding = 1, Dilation = 1, Groups = 96,
            HasBias = false, IsDepthwise = true, Parameters = 864L, ActivationElements = 96L * 56 * 56,
            Input = new TensorShape(96, 112, 112), Output = new TensorShape(96, 56, 56),
        });
    }

    [Fact]
    public void Create_Default_KeepsDropoutProbability() =>
        CreateSut(new() { Dropout = 0.35 }).Layers.Single(l => l.Kind == LayerKind.Dropout).DropoutProbability.Should().Be(0.35);

    [Fact]
    public void Create_OddNonSquareInput_RoundsMapsUp()
    {
        // 97 → 49 → 25 → 13 → 7 → 4 and 161 → 81 → 41 → 21 → 11 → 6: ceiling at every halving.
        var plan = CreateSut(new() { InputHeight = 97, InputWidth = 161, IncludeClassifier = false });

        plan.Output.Should().Be(new TensorShape(1280, 4, 6));
    }

    [Fact]
    public void Create_WithoutClassifier_EndsWithHead()
    {
        var plan = CreateSut(new() { IncludeClassifier = false });

        plan.Blocks[^1].Name.Should().Be("features.18");
        plan.StateEntries.Should().HaveCount(312);
    }

    [Fact]
    public void Create_OutputStride16_DilatesAfterTheLastStride()
    {
        var plan = CreateSut(new() { OutputStride = 16 });

        plan.Blocks.Skip(14).Take(4).Select(block => (block.Stride, block.Dilation)).Should().Equal((1, 1), (1, 2), (1, 2), (1, 2));
        plan.Blocks[18].Output.Should().Be(new TensorShape(1280, 14, 14));
        plan[plan.Find("features.15.conv.1.0")!.Value].Padding.Should().Be(2);
        plan.Parameters.Should().Be(3_504_872);
    }

    [Fact]
    public void Create_OutputStride8_DilatesTwice()
    {
        var plan = CreateSut(new() { OutputStride = 8 });

        plan.Blocks.Skip(7).Take(11).Select(block => block.Dilation).Should().Equal(1, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4);
        plan.Blocks[18].Output.Should().Be(new TensorShape(1280, 28, 28));
    }

    [Fact]
    public void Create_LimitedOutputStride_AddsNoShortcut()
    {
        MobileNetV2Options options = new() { Stages = [new(6, 32, 1, 2), new(6, 32, 1, 2), new(6, 32, 1, 2)], OutputStride = 8 };

        CreateSut(options).Blocks.Should().NotContain(block => block.HasShortcut);
    }

    [Theory]
    [InlineData(0.35, 16, 8, 8, 16, 24, 32, 56, 112, 1280)]
    [InlineData(0.5, 16, 8, 16, 16, 32, 48, 80, 160, 1280)]
    [InlineData(0.75, 24, 16, 24, 24, 48, 72, 120, 240, 1280)]
    [InlineData(1.3, 40, 24, 32, 40, 80, 128, 208, 416, 1664)]
    [InlineData(1.4, 48, 24, 32, 48, 88, 136, 224, 448, 1792)]
    public void Create_WidthMultiplier_RoundsChannelsAsTorchvision(double width, params int[] expected) =>
        ChannelsOf(CreateSut(new() { WidthMultiplier = width })).Should().Equal(expected);

    [Theory]
    [InlineData(0.35, 11, 5, 8, 11, 22, 33, 56, 112, 1280)]
    [InlineData(1.3, 41, 20, 31, 41, 83, 124, 208, 416, 1664)]
    public void Create_Truncating_CutsFractionsOff(double width, params int[] expected) =>
        ChannelsOf(CreateSut(new() { WidthMultiplier = width, Rounding = ChannelRounding.Truncate })).Should().Equal(expected);

    [Fact]
    public void StateEntries_Default_EqualTorchvisions()
    {
        using var reader = new StreamReader(typeof(MobileNetV2PlanTests).Assembly.GetManifestResourceStream("torchvision-state-dict.txt")!);
        var expected = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var entries = CreateSut().StateEntries;

        expected.Should().HaveCount(314);
        entries.Select(entry =>
                $"{entry.Name} {(entry.Shape.Count == 0 ? "-" : string.Join(',', entry.Shape))} {entry.ElementType.ToString().ToLowerInvariant()}")
            .Should().Equal(expected);
        entries.Count(entry => entry.Kind == StateEntryKind.Parameter).Should().Be(52 + 2 * 52 + 2);
    }

    // Stem, the output of each of the seven stages, head.
    private static IEnumerable<int> ChannelsOf(NetworkPlan plan) =>
        new[] { 0, 1, 3, 6, 10, 13, 16, 17, 18 }.Select(block => plan.Blocks[block].Output.Channels);
}
