using MobileNets.Architecture;
using MobileNets.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>
/// The whole network beside libtorch, in float32 and float64. A number that rounding takes across a limit of ReLU6 changes gradients by far
/// more than rounding itself, in libtorch as here: on large maps this happens to both alike, on small ones to the one or the other.
/// </summary>
public sealed unsafe class FusedNetworkTests
{
    public static TheoryData<double, int, int, int> Shapes() => new()
    {
        { 1.0, 4, 64, 64 },
        { 0.35, 3, 97, 65 },
        { 0.75, 2, 96, 96 },
        { 1.4, 5, 33, 64 },
        { 0.1, 2, 64, 64 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Passes_OfAnyShape_AreLibtorchs(double width, int count, int height, int columns)
    {
        var comparison = Comparison.Of(new MobileNetV2Options { WidthMultiplier = width }, count, height, columns, seed: 1);
        comparison.Embedding.Should().BeLessThan(1e-4);
        comparison.RunningStatistics.Should().BeLessThan(1e-5);
        comparison.OurGradients.Should().BeLessThan(0.05);
    }

    [Fact]
    public void Backward_OnLargeMaps_IsAsCloseToFloat64AsLibtorch()
    {
        var comparisons = Enumerable.Range(1, 3).Select(seed => Comparison.Of(new MobileNetV2Options(), 4, 128, 128, seed)).ToList();
        comparisons.Sum(seed => seed.OurGradients).Should().BeLessThan(1.5 * comparisons.Sum(seed => seed.TorchGradients));
    }

    public static TheoryData<string, MobileNetV2Options> Networks() => new()
    {
        { "t = 1 within, strided and with a shortcut", new() { Stages = BottleneckTable.Create([new(1, 16, 1, 1), new(1, 24, 2, 2), new(6, 32, 1, 2)]) } },
        { "the stem's output expanded", new() { Stages = BottleneckTable.Create([new(4, 24, 2, 2), new(3, 40, 1, 1)]) } },
        { "the stem's output added", new() { Stages = BottleneckTable.Create([new(1, 32, 2, 1), new(6, 64, 2, 2)]) } },
        { "the stem's output strided at once", new() { Stages = BottleneckTable.Create([new(1, 24, 1, 2), new(6, 24, 1, 1)]) } },
        { "dilated", new() { OutputStride = 8, WidthMultiplier = 0.5 } },
        { "grey pictures, an odd stem and head", new() { InputChannels = 1, StemChannels = 20, HeadChannels = 100, WidthMultiplier = 0.3, RoundingDivisor = 1 } },
        { "five channels", new() { InputChannels = 5, WidthMultiplier = 0.35 } },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Passes_OfAnyNetwork_AreLibtorchs(string what, MobileNetV2Options network)
    {
        var comparison = Comparison.Of(network, 3, 64, 56, seed: 2);
        comparison.Embedding.Should().BeLessThan(1e-4, what);
        comparison.RunningStatistics.Should().BeLessThan(1e-5, what);
        comparison.OurGradients.Should().BeLessThan(0.05, what);
    }

    [Fact]
    public void Passes_Repeated_AreTheSameBitForBit()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var module = new MobileNets.Modules.MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.5 });
        var images = randn([7, 3, 96, 96]);
        var direction = randn([7, 1280]);
        foreach (var threads in new[] { 1, 2, 3, 8 })
        {
            using var sut = new FusedNetwork(module.Plan, threads);
            var expected = FusedRun.Of(sut, module, images, direction);
            for (var repetition = 0; repetition < 3; repetition++)
                foreach (var (name, actual) in FusedRun.Of(sut, module, images, direction))
                    actual.bytes.SequenceEqual(expected[name].bytes).Should().BeTrue("{0}, {1} threads", name, threads);
        }
    }

    [Fact]
    public void Backward_OfATinyNetwork_IsTheSlopeOfTheForwardPass()
    {
        const double Step = 1e-3;
        using var scope = NewDisposeScope();
        manual_seed(5);
        var options = new MobileNetV2Options { Stages = BottleneckTable.Create([new(1, 8, 1, 1), new(2, 8, 2, 2)]), StemChannels = 8, HeadChannels = 24 };
        using var module = new MobileNets.Modules.MobileNetV2(options);
        using var sut = new FusedNetwork(module.Plan, 1, KernelSet.Scalar);
        var images = randn([4, 3, 24, 24]);
        var direction = randn([4, module.Plan.Blocks[^2].Input.Channels]);
        var gradients = FusedRun.Of(sut, module, images, direction);
        using var withoutGradients = no_grad();
        foreach (var (name, parameter) in module.Features.named_parameters().Where(entry => gradients[entry.name].norm().item<float>() > 1e-3))
        {
            var along = gradients[name].div(gradients[name].norm());
            parameter.add_(along, Step);
            var above = Loss();
            parameter.add_(along, -2 * Step);
            var below = Loss();
            parameter.add_(along, Step);
            var slope = (above - below) / (2 * Step);
            slope.Should().BeApproximately(gradients[name].norm().item<float>(), 0.03 * slope, name);
        }

        double Loss() => FusedRun.Of(sut, module, images, direction)["embedding"].mul(direction).to(ScalarType.Float64).sum().item<double>();
    }

    [Fact]
    public void Forward_KeptTwice_LeavesBothToGoBackward()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var module = new MobileNets.Modules.MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35 });
        using var sut = new FusedNetwork(module.Plan, 2);
        var (first, second) = (randn([4, 3, 64, 64]), randn([2, 3, 80, 64]));
        var (firstDirection, secondDirection) = (randn([4, 1280]), randn([2, 1280]));
        var (firstAlone, secondAlone) = (FusedRun.Of(sut, module, first, firstDirection), FusedRun.Of(sut, module, second, secondDirection));

        using var firstRun = FusedRun.Begin(sut, module, first);
        using var secondRun = FusedRun.Begin(sut, module, second);
        AssertSame(firstRun.Backward(firstDirection), firstAlone);
        AssertSame(secondRun.Backward(secondDirection), secondAlone);
        AssertSame(firstRun.Backward(firstDirection), firstAlone);
    }

    [Fact]
    public void Backward_WhereLittleIsWanted_WritesThatAndTheSame()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var module = new MobileNets.Modules.MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35 });
        using var sut = new FusedNetwork(module.Plan, 2);
        var (images, direction) = (randn([3, 3, 96, 96]), randn([3, 1280]));
        var all = FusedRun.Of(sut, module, images, direction);
        var names = module.Features.named_parameters().Select(entry => entry.name).ToArray();
        for (var wanted = 0; wanted < names.Length; wanted++)
        {
            using var run = FusedRun.Begin(sut, module, images);
            var some = run.Backward(direction, name => name == names[wanted]);
            some[names[wanted]].bytes.SequenceEqual(all[names[wanted]].bytes).Should().BeTrue(names[wanted]);
            some.Keys.Except([names[wanted]]).Where(name => names.Contains(name)).Should().BeEmpty();
        }
    }

    private static void AssertSame(Dictionary<string, Tensor> actual, Dictionary<string, Tensor> expected)
    {
        foreach (var (name, tensor) in actual)
            tensor.bytes.SequenceEqual(expected[name].bytes).Should().BeTrue(name);
    }

    /// <summary>Relative errors against float64.</summary>
    private sealed record Comparison(double Embedding, double RunningStatistics, double OurGradients, double TorchGradients)
    {
        public static Comparison Of(MobileNetV2Options options, int count, int height, int width, int seed)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            using var single = new MobileNets.Modules.MobileNetV2(options);
            using var reference = new MobileNets.Modules.MobileNetV2(options);
            reference.load_state_dict(single.state_dict());
            reference.to(ScalarType.Float64);
            var images = randn([count, options.InputChannels, height, width]);
            var direction = randn([count, single.Plan.Blocks[^2].Input.Channels]);

            using var network = new FusedNetwork(single.Plan, threads: 2);
            var ours = FusedRun.Of(network, single, images, direction);
            var torch32 = TorchRun.Of(single, images, direction);
            var torch64 = TorchRun.Of(reference, images.to(ScalarType.Float64), direction.to(ScalarType.Float64));
            var (statistics, gradients) = (torch64.Keys.Where(IsStatistic).ToList(), torch64.Keys.Where(name => !IsStatistic(name) && name != "embedding").ToList());
            return new Comparison(
                RawTensors.RelativeError(ours["embedding"], torch64["embedding"]),
                statistics.Max(name => ours[name].sub(torch64[name].to(ScalarType.Float32)).abs().div(torch64[name].abs().add(1)).max().to(ScalarType.Float64).item<double>()),
                MeanError(ours, torch64, gradients),
                MeanError(torch32, torch64, gradients));
        }

        private static bool IsStatistic(string name) => name.Contains("running_", StringComparison.Ordinal);

        // Some gradients are nothing but rounding: what a projection's batch norm adds to all pixels, the next batch norm takes away.
        private static double MeanError(Dictionary<string, Tensor> actual, Dictionary<string, Tensor> expected, List<string> names) => names
            .Where(name => expected[name].abs().max().to(ScalarType.Float64).item<double>() > 1e-9)
            .Average(name => RawTensors.RelativeError(actual[name], expected[name]));
    }
}
