using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

/// <summary>The structure of what is written; Core.Tests evaluates it, and tests/interop/onnx runs it in ONNX Runtime.</summary>
public sealed class OnnxFileTests
{
    private static readonly NetworkPlan Plan = MobileNetV2Plan.Create(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10 });
    private static readonly StateDict Weights = VariedWeights.Of(Plan);
    private static readonly OnnxOptions Kept = new() { FoldBatchNorm = false };

    [Fact]
    public void Write_Defaults_DeclaresVersionsAndDynamicDimensions()
    {
        var model = DecodedModel.Of(Plan, Weights);

        model.IntermediateRepresentation.Should().Be(7);
        model.OperatorSets.Should().Equal(("", 13L));
        model.Producer.Should().MatchRegex(@"^MobileNetV2\.Weights \d+\.\d+\.\d+$");
        model.Name.Should().Be("MobileNetV2");
        model.Input.Should().Be(new DecodedValue("input", "batch 3 height width"));
        model.Output.Should().Be(new DecodedValue("logits", "batch 10"));
        model.Nodes[^1].Output.Should().Be("logits");
    }

    [Fact]
    public void Write_FixedInputSize_DeclaresThePlansSize() =>
        DecodedModel.Of(Plan, Weights, new OnnxOptions { FixedInputSize = true }).Input.Dimensions.Should().Be("batch 3 224 224");

    [Theory]
    [InlineData(false, "batch 1280 features_height features_width")]
    [InlineData(true, "batch 1280 3 5")]
    public void Write_WithoutClassifier_GivesFeatures(bool fixedInputSize, string dimensions)
    {
        var plan = MobileNetV2Plan.Create(new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false, InputHeight = 96, InputWidth = 160 });

        var model = DecodedModel.Of(plan, VariedWeights.Of(plan), new OnnxOptions { FixedInputSize = fixedInputSize });

        model.Output.Should().Be(new DecodedValue("features", dimensions));
        model.Nodes[^1].Should().Match<DecodedNode>(node => node.Operator == "Clip" && node.Output == "features");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 52)]
    public void Write_MobileNetV2_HasTheNetworksOperators(bool fold, int batchNorms)
    {
        var counts = DecodedModel.Of(Plan, Weights, new OnnxOptions { FoldBatchNorm = fold }).Nodes.CountBy(node => node.Operator).ToDictionary();

        counts.GetValueOrDefault("BatchNormalization").Should().Be(batchNorms);
        counts.Remove("BatchNormalization");
        counts.Should().BeEquivalentTo(new Dictionary<string, int>
        {
            ["Conv"] = 52, ["Clip"] = 35, ["Add"] = 10, ["GlobalAveragePool"] = 1, ["Flatten"] = 1, ["Gemm"] = 1,
        });
    }

    [Fact]
    public void Write_MobileNetV1_HasItsOperators()
    {
        var plan = MobileNetV1Plan.Create(classes: 2);

        var model = DecodedModel.Of(plan, VariedWeights.Of(plan));

        model.Nodes.CountBy(node => node.Operator).ToDictionary().Should().BeEquivalentTo(new Dictionary<string, int>
        {
            ["Conv"] = 27, ["Relu"] = 27, ["GlobalAveragePool"] = 1, ["Flatten"] = 1, ["Gemm"] = 1,
        });
        model.Initializers.Should().NotContainKey("relu6.min");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Graph_IsInTopologicalOrderWithNothingUnused(bool fold)
    {
        var model = DecodedModel.Of(Plan, Weights, new OnnxOptions { FoldBatchNorm = fold });

        var known = new HashSet<string>(model.Initializers.Keys) { model.Input.Name };
        var used = new HashSet<string> { model.Output.Name };
        foreach (var node in model.Nodes)
        {
            node.Inputs.Should().BeSubsetOf(known, node.Name);
            used.UnionWith(node.Inputs);
            known.Add(node.Output).Should().BeTrue($"{node.Output} is assigned once");
        }
        known.Should().BeEquivalentTo(used);
        model.Nodes.Select(node => node.Name).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Write_KeptBatchNorm_HasEveryWeightBitForBit()
    {
        var initializers = DecodedModel.Of(Plan, Weights, Kept).Initializers;

        var floats = Weights.Where(tensor => tensor.ElementType == TensorElementType.Float32).ToList();
        initializers.Keys.Should().BeEquivalentTo(floats.Select(tensor => tensor.Name).Concat(["relu6.min", "relu6.max"]));
        foreach (var expected in floats)
        {
            initializers[expected.Name].Shape.Should().Equal(expected.Shape);
            initializers[expected.Name].Data.Span.SequenceEqual(expected.Data.Span).Should().BeTrue(expected.Name);
        }
    }

    [Fact]
    public void Write_ReLU6_ClipsToScalars()
    {
        var model = DecodedModel.Of(Plan, Weights);

        model.Nodes.Single(node => node.Name == "features.0.2").Inputs.Should().Equal("features.0.0", "relu6.min", "relu6.max");
        foreach (var (name, value) in new[] { ("relu6.min", 0f), ("relu6.max", 6f) })
        {
            model.Initializers[name].Shape.Should().BeEmpty();
            model.Initializers[name].ReadSingles().Should().Equal(value);
        }
    }

    [Fact]
    public void Write_KeptBatchNorm_ReadsItsEntriesInTheOperatorsOrder()
    {
        var node = DecodedModel.Of(Plan, Weights, Kept).Nodes.Single(node => node.Name == "features.0.1");

        node.Inputs.Should().Equal("features.0.0", "features.0.1.weight", "features.0.1.bias", "features.0.1.running_mean", "features.0.1.running_var");
        node.Attributes.Should().Equal(new Dictionary<string, object> { ["epsilon"] = 1e-5f });
    }

    [Fact]
    public void Write_FoldedBatchNorm_HasTheFoldedNumbers()
    {
        var initializers = DecodedModel.Of(Plan, Weights).Initializers;

        foreach (var (convolution, batchNorm) in new[] { ("features.0.0", "features.0.1"), ("features.2.conv.2", "features.2.conv.3") })
        {
            var (convolutionPlan, batchNormPlan) = (Plan[Plan.Find(convolution)!.Value], Plan[Plan.Find(batchNorm)!.Value]);
            var folded = BatchNormFolding.Fold(Weights, convolutionPlan, batchNormPlan);
            initializers[$"{convolution}.weight"].ReadSingles().Should().Equal(folded.Weight);
            initializers[$"{convolution}.bias"].ReadSingles().Should().Equal(folded.Bias);
            initializers.Should().NotContainKey($"{batchNorm}.weight");
        }
    }

    [Fact]
    public void Write_Convolutions_HaveThePlansGeometry()
    {
        var plan = MobileNetV2Plan.Create(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10, OutputStride = 16 });
        var nodes = DecodedModel.Of(plan, Weights).Nodes.ToDictionary(node => node.Name);

        Geometry(nodes["features.0.0"]).Should().Be("kernel 3 3, strides 2 2, pads 1 1 1 1, dilations 1 1, group 1");
        Geometry(nodes["features.1.conv.1"]).Should().Be("kernel 1 1, strides 1 1, pads 0 0 0 0, dilations 1 1, group 1");
        Geometry(nodes["features.2.conv.1.0"]).Should().Be("kernel 3 3, strides 2 2, pads 1 1 1 1, dilations 1 1, group 48");
        Geometry(nodes["features.15.conv.1.0"]).Should().Be("kernel 3 3, strides 1 1, pads 2 2 2 2, dilations 2 2, group 336");

        static string Geometry(DecodedNode node) =>
            $"kernel {Text("kernel_shape", node)}, strides {Text("strides", node)}, pads {Text("pads", node)}, dilations {Text("dilations", node)}, group {node.Integer("group")}";
        static string Text(string attribute, DecodedNode node) => string.Join(' ', node.Integers(attribute));
    }

    [Fact]
    public void Write_Shortcut_AddsTheBlocksInput()
    {
        var nodes = DecodedModel.Of(Plan, Weights).Nodes.ToDictionary(node => node.Name);

        nodes["features.3.add"].Inputs.Should().Equal("features.3.conv.2", "features.2.conv.2");
        nodes["features.4.conv.0.0"].Inputs[0].Should().Be("features.3.add");
    }

    [Fact]
    public void Write_Metadata_ComesAlongInOrder()
    {
        var metadata = new Dictionary<string, string> { ["labels"] = "rose\nEnzian 龍胆", ["empty"] = "", ["Z"] = new('x', 300) };

        DecodedModel.Of(Plan, VariedWeights.Of(Plan, metadata)).Metadata.Should().Equal(metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(TensorElementType.Float64, new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F })]
    [InlineData(TensorElementType.Float16, new byte[] { 0x00, 0x3E })]
    [InlineData(TensorElementType.BFloat16, new byte[] { 0xC0, 0x3F })]
    public void Write_OtherFloatingPointType_BecomesFloat32(TensorElementType type, byte[] oneAndAHalf)
    {
        var bias = new NamedTensor("classifier.1.bias", type, [10], Enumerable.Repeat(oneAndAHalf, 10).SelectMany(bytes => bytes).ToArray());

        DecodedModel.Of(Plan, Weights.With(bias)).Initializers["classifier.1.bias"].ReadSingles().Should().AllBeEquivalentTo(1.5f);
    }

    [Fact]
    public void Write_Twice_GivesEqualBytes()
    {
        var (first, second) = (new MemoryStream(), new MemoryStream());

        OnnxFile.Write(first, Plan, Weights);
        OnnxFile.Write(second, Plan, Weights);

        second.ToArray().Should().Equal(first.ToArray());
    }

    [Fact]
    public void Write_MissingAndMisshapenEntries_NamesThemAndWritesNothing()
    {
        var weights = new StateDict(Weights.Where(tensor => tensor.Name != "features.0.1.running_var"))
            .With(NamedTensor.FromSingles("classifier.1.bias", [1], [0]));
        var stream = new MemoryStream();

        FluentActions.Invoking(() => OnnxFile.Write(stream, Plan, weights))
            .Should().Throw<StateDictMismatchException>().WithMessage("*missing: features.0.1.running_var*classifier.1.bias: expected [10], found [1]*");
        stream.Length.Should().Be(0);
    }

    [Theory]
    [InlineData("features.3.conv.1.1.running_var")]
    [InlineData("classifier.1.weight")]
    public void Write_TensorThatIsNoFloatingPoint_NamesItAndLeavesTheOldFile(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.onnx");
        File.WriteAllText(path, "old");
        var original = Weights[name];
        var integers = new NamedTensor(name, TensorElementType.Int32, original.Shape, original.Data);

        FluentActions.Invoking(() => OnnxFile.Write(path, Plan, Weights.With(integers)))
            .Should().Throw<WeightsFormatException>().WithMessage($"*'{name}'*");

        File.ReadAllText(path).Should().Be("old");
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }

    [Fact]
    public void Write_NegativeVariance_IsRefusedWhereItIsFoldedOnly()
    {
        var original = Weights["features.0.1.running_var"];
        var weights = Weights.With(NamedTensor.FromSingles(original.Name, original.Shape, Enumerable.Repeat(-1f, original.ElementCount).ToArray()));

        FluentActions.Invoking(() => DecodedModel.Of(Plan, weights)).Should().Throw<WeightsFormatException>().WithMessage("*'features.0.1.running_var'*");
        DecodedModel.Of(Plan, weights, Kept).Initializers[original.Name].ReadSingles().Should().AllBeEquivalentTo(-1f);
    }

    [Fact]
    public void Write_Path_ReplacesTheFileWithTheStreamsBytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("net.onnx");
        File.WriteAllText(path, "old");
        var stream = new MemoryStream();

        OnnxFile.Write(path, Plan, Weights);
        OnnxFile.Write(stream, Plan, Weights);

        File.ReadAllBytes(path).Should().Equal(stream.ToArray());
        Directory.GetFiles(folder.Path).Should().Equal(path);
    }
}
