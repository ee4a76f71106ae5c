using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests;

public sealed class QuantizedTests
{
    public static TheoryData<double, int, int> Shapes => new() { { 0.35, 33, 33 }, { 0.5, 75, 130 }, { 1.0, 64, 64 }, { 1.4, 97, 40 }, { 0.1, 50, 32 } };

    // Rounding is the definition's where products are added without rounding in between.
    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Everything_OfAnyShape_HasTheBitsOfTheDefinition(double width, int height, int inputWidth) =>
        ShouldBeTheDefinition(new MobileNetV2Options { WidthMultiplier = width, Classes = 113 }, height, inputWidth);

    [Fact]
    public void Everything_OfOtherTables_HasTheBitsOfTheDefinition()
    {
        var stages = BottleneckTable.Create([new(3, 8, 1, 2), new(1, 24, 2, 1), new(5, 40, 2, 2), new(2, 17, 3, 1)]);
        ShouldBeTheDefinition(new MobileNetV2Options { Stages = stages, RoundingDivisor = 1, StemChannels = 9, HeadChannels = 75, InputChannels = 1, Classes = 3 }, 41, 58);
        ShouldBeTheDefinition(new MobileNetV2Options { WidthMultiplier = 0.35, OutputStride = 8, Classes = 300 }, 64, 96);
        ShouldBeTheDefinition(new MobileNetV2Options { WidthMultiplier = 0.35, Shortcut = ShortcutPlacement.None, Classes = 3 }, 96, 64);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Everything_AnyStrategyThreadsAndKernels_HasTheSameBits(double width, int height, int inputWidth)
    {
        var options = new InferenceOptions { InputHeight = height, InputWidth = inputWidth, Threads = 1 };
        var weights = Quantize(RandomModel.Create(new MobileNetV2Options { WidthMultiplier = width, Classes = 230 }), options);
        float[]? expected = null;
        foreach (var kernels in KernelSet.Supported.Take(HasFusedMultiplyAdd ? KernelSet.Supported.Count : 1))
            foreach (var strategy in Enum.GetValues<InferenceStrategy>())
                foreach (var threads in kernels == KernelSet.Best ? new[] { 1, 2, 3, 7 } : [1])
                    foreach (var parts in strategy == InferenceStrategy.SplitExpansion ? new[] { 1, 2, 3, 1000 } : [1])
                    {
                        using var sut = InferenceModel.From(weights, options with { Kernels = kernels, Strategy = strategy, Threads = threads, ExpansionParts = parts });
                        var image = RandomModel.Images(sut);
                        float[] actual = [.. sut.Logits(image), .. sut.Embed(image), .. sut.FeatureMaps(image, 2, 4, 8, 16, 32)];
                        expected ??= actual;
                        Results.SameBits(actual, expected).Should().BeTrue($"{kernels.Name}, {strategy}, {threads} threads, {parts} parts");
                    }
    }

    [Theory]
    [InlineData(0.35)]
    [InlineData(1.0)]
    public void Logits_BesideFloatingPoint_AreClose(double width)
    {
        var floats = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = width, Classes = 20 }, 96);
        using var peer = InferenceModel.From(floats);
        var images = RandomModel.Images(peer, 8);
        using var quantizer = new Quantizer(floats);
        quantizer.Observe(images);
        using var sut = InferenceModel.From(quantizer.Quantize());

        var embeddings = Array.ConvertAll(peer.Embed(images), value => (double)value);
        var logits = Array.ConvertAll(peer.Logits(images), value => (double)value);
        sut.Embed(images).ShouldEqual(embeddings, 0.05);
        sut.Logits(images).ShouldEqual(logits, 0.05);
        sut.WeightBytes.Should().BeLessThan(peer.WeightBytes * 6 / 10);
        sut.WorkspaceBytes.Should().BeLessThan(peer.WorkspaceBytes * 6 / 10);
    }

    [Fact]
    public void Logits_Batch_HasTheBitsOfItsImages()
    {
        using var sut = InferenceModel.From(Quantize(RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 9 }, 64)), new InferenceOptions { Threads = 2 });
        var images = RandomModel.Images(sut, 5);

        var logits = sut.Logits(images);

        for (var i = 0; i < 5; i++)
            Results.SameBits(sut.Logits(images[(i * sut.InputLength)..((i + 1) * sut.InputLength)]), logits.AsSpan(i * 9, 9)).Should().BeTrue();
    }

    [Fact]
    public void Load_WrittenFile_HasTheSameBitsAndDescription()
    {
        var floats = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 2 }, 64);
        var weights = Quantize(floats.Describe(floats.Description with { Labels = ["daisy", "rose"] }));
        var path = Path.Combine(Directory.CreateTempSubdirectory("quantized-").FullName, "q.safetensors");
        weights.Write(path);
        using var stream = File.OpenRead(path);

        using var expected = InferenceModel.From(weights);
        using var fromFile = InferenceModel.Load(path);
        using var fromStream = InferenceModel.Load(stream);

        var image = RandomModel.Images(expected);
        fromFile.Labels.Should().Equal("daisy", "rose");
        Results.SameBits(fromFile.Logits(image), expected.Logits(image)).Should().BeTrue();
        Results.SameBits(fromStream.Logits(image), expected.Logits(image)).Should().BeTrue();
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Logits_Warm_AllocatesNothing()
    {
        using var sut = InferenceModel.From(Quantize(RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 9 }, 64)), new InferenceOptions { Threads = 2 });
        var image = RandomModel.Images(sut);
        var logits = new float[9];
        for (var i = 0; i < 20; i++)
            sut.Logits(image, logits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        sut.Logits(image, logits);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Quantize_WithoutImages_Refuses()
    {
        using var sut = new Quantizer(RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.1, Classes = 2 }, 32));

        sut.Invoking(quantizer => quantizer.Quantize()).Should().Throw<InvalidOperationException>().WithMessage("*Observe*");
    }

    [Fact]
    public void Observe_WrongOrNotFiniteNumbers_Refuses()
    {
        using var sut = new Quantizer(RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.1, Classes = 2 }, 32));
        var images = new float[2 * sut.InputLength];

        sut.Invoking(quantizer => quantizer.Observe(images.AsSpan(1))).Should().Throw<ArgumentException>().WithMessage($"*{sut.InputLength}*");
        Array.Fill(images, float.NaN);
        sut.Invoking(quantizer => quantizer.Observe(images)).Should().Throw<ArgumentException>().WithMessage("*finite*");
    }

    [Fact]
    public void Quantize_DeadBottleneck_HasARangeAllTheSame()
    {
        var live = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.1, Classes = 2 }, 32);
        var dead = ModelWeights.From(new StateDict(live.Tensors.Select(tensor => tensor.Name.StartsWith("features.3.conv.3", StringComparison.Ordinal) && tensor.ElementType.IsFloatingPoint()
            ? NamedTensor.FromSingles(tensor.Name, tensor.Shape, new float[tensor.ElementCount])
            : tensor), live.Tensors.Metadata));

        using var sut = InferenceModel.From(Quantize(dead));

        sut.Logits(RandomModel.Images(sut)).Should().OnlyContain(logit => float.IsFinite(logit));
    }

    private static QuantizedWeights Quantize(ModelWeights weights, InferenceOptions? options = null)
    {
        using var quantizer = new Quantizer(weights, options);
        using var model = InferenceModel.From(weights, options);
        quantizer.Observe(RandomModel.Images(model, 2, seed: 5));
        return quantizer.Quantize();
    }

    private static void ShouldBeTheDefinition(MobileNetV2Options network, int height, int width)
    {
        if (!HasFusedMultiplyAdd)
            return;
        var options = new InferenceOptions { InputHeight = height, InputWidth = width };
        var weights = Quantize(RandomModel.Create(network), options);
        using var sut = InferenceModel.From(weights, options);
        var image = RandomModel.Images(sut);
        var definition = new QuantizedReferenceNetwork(sut.Plan, weights);
        definition.Run(image);

        for (var block = 0; sut.Plan.Blocks[block].Kind != BlockKind.Pooling && block < definition.Blocks.Count; block++)
        {
            var (map, step) = definition.Blocks[block];
            var output = new float[sut.Plan.Blocks[block].Output.Elements];
            sut.BlockOutputs(image, [block], output, default);
            output.Should().HaveCount(map.Length);
            Results.SameBits(output, Array.ConvertAll(map, value => (float)step * value)).Should().BeTrue(sut.Plan.Blocks[block].Name);
        }
        Results.SameBits(sut.Embed(image), definition.Embedding).Should().BeTrue();
        Results.SameBits(sut.Logits(image), definition.Logits).Should().BeTrue();
    }
}
