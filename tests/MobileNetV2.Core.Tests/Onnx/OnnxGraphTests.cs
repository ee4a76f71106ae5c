using MobileNets.Architecture;
using MobileNets.Modules.Tests.Parity;
using MobileNets.Weights;
using MobileNets.Weights.Tests;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Onnx;

/// <summary>The exported graph, evaluated independently, computes what the module does in evaluation mode.</summary>
public sealed class OnnxGraphTests(ITestOutputHelper output) : IDisposable
{
    private readonly IDisposable _noGradients = no_grad();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _noGradients.Dispose();
    }

    public static IEnumerable<object[]> Cases =>
        from width in new[] { 0.35, 1.0 }
        from fold in new[] { true, false }
        from resolution in new[] { 160, 96 }
        from batch in new[] { 1, 5 }
        select new object[] { width, fold, resolution, batch };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_Network_ComputesTheModulesLogits(double width, bool fold, int resolution, int batch) =>
        Compare(new MobileNetV2Options { WidthMultiplier = width }, fold, batch, resolution, resolution);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_WithoutClassifier_ComputesTheModulesFeatures(bool fold) =>
        Compare(new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false }, fold, batch: 2, 97, 65);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_LimitedOutputStride_ComputesTheModulesLogits(bool fold) =>
        Compare(new MobileNetV2Options { WidthMultiplier = 0.5, Classes = 10, OutputStride = 16 }, fold, batch: 2, 96, 128);

    [Theory]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck, true)]
    [InlineData(BottleneckActivation.ReLU6, ShortcutPlacement.Expansion, false)]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.Expansion, true)]
    [InlineData(BottleneckActivation.Linear, ShortcutPlacement.None, true)]
    public void Write_OtherBottleneckOrShortcut_ComputesTheModulesLogits(BottleneckActivation bottleneck, ShortcutPlacement shortcut, bool fold) =>
        Compare(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10, Bottleneck = bottleneck, Shortcut = shortcut }, fold, batch: 2, 96, 64);

    private void Compare(MobileNetV2Options options, bool fold, int batch, int height, int width)
    {
        manual_seed(1);
        var images = randn([batch, 3, height, width], ScalarType.Float64);
        var network = new MobileNetV2(options);
        var weights = VariedWeights.Of(network.Plan);
        network.LoadStateDict(weights);
        network.to(ScalarType.Float64);
        network.eval();

        var actual = GraphEvaluator.Run(DecodedModel.Of(network.Plan, weights, new OnnxOptions { FoldBatchNorm = fold }), images);

        var expected = network.call(images);
        actual.shape.Should().Equal(expected.shape);
        var deviation = Deviation.Relative(Deviation.Doubles(actual), Deviation.Doubles(expected));
        output.WriteLine($"{deviation:E1} of the largest output");
        // Kept weights are the same numbers; folded ones are rounded to float32 once more.
        deviation.Should().BeLessThan(fold ? 1e-5 : 1e-10);
    }
}
