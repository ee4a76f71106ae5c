using MobileNets.Architecture;
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
            var images = randn([count, 3, height, width]);
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
