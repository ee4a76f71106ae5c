using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>The whole network beside libtorch, in float32 and float64.</summary>
public sealed unsafe class FusedNetworkTests
{
    public static TheoryData<double, int, int, int> Cases() => new()
    {
        { 1.0, 4, 64, 64 },
        { 0.35, 3, 97, 65 },
        { 0.75, 2, 96, 96 },
        { 1.4, 5, 33, 64 },
        { 0.1, 2, 64, 64 },
    };

    /// <summary>
    /// A number that rounding takes across a limit of ReLU6 changes gradients by far more than rounding does, in libtorch as here: over a few
    /// seeds such accidents happen to both.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_OfTheWholeNetwork_IsAsCloseToFloat64AsLibtorchs(double width, int count, int height, int columns)
    {
        var (ours, theirs) = (0.0, 0.0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            using var single = new MobileNets.Modules.MobileNetV2(new MobileNetV2Options { WidthMultiplier = width });
            using var reference = new MobileNets.Modules.MobileNetV2(single.Options);
            reference.load_state_dict(single.state_dict());
            reference.to(ScalarType.Float64);
            var images = randn([count, 3, height, columns]);
            var direction = randn([count, single.Plan.Blocks[^2].Input.Channels]);

            using var sut = new FusedNetwork(single.Plan, threads: 2);
            var fused = FusedRun.Of(sut, single, images, direction);
            var torch32 = TorchRun.Of(single, images, direction);
            var torch64 = TorchRun.Of(reference, images.to(ScalarType.Float64), direction.to(ScalarType.Float64));

            var gradients = torch64.Keys.Where(name => !IsStatistic(name)).ToList();
            ours += RawTensors.SquaredError(fused, torch64, gradients);
            theirs += RawTensors.SquaredError(torch32, torch64, gradients);
            RawTensors.RelativeError(fused["embedding"], torch64["embedding"]).Should().BeLessThan(1e-4);
            foreach (var name in torch64.Keys.Where(IsStatistic))
                fused[name].sub(torch64[name].to(ScalarType.Float32)).abs().max().item<float>().Should().BeLessThan(1e-5f, name);
        }
        Math.Sqrt(ours).Should().BeLessThan(1.5 * Math.Sqrt(theirs));
    }

    private const int Seeds = 5;

    private static bool IsStatistic(string name) => name.Contains("running_", StringComparison.Ordinal);
}
