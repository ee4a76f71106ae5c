using System.Runtime.Intrinsics;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>The gradient of every parameter in training mode against torchvision's.</summary>
public sealed class GradientTests(ITestOutputHelper output)
{
    // Gradients that are zero in exact arithmetic hold nothing but rounding: a share of the network's largest is their scale.
    private const double NegligibleShare = 1e-3;

    private const string RecordedLibtorch = "1.13.";

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Backward_Float64_EqualsTorchvisionForEveryParameter(double width)
    {
        var reference = ReferenceData.Index.Gradients.Single(record => record.Width == width);

        var (loss, deviations) = Differences(reference, reference.Float64, ReferenceData.Doubles, ScalarType.Float64);

        loss.Should().BeApproximately(reference.Float64.Loss, 1e-12);
        deviations.Should().HaveCount(158).And.OnlyContain(deviation => deviation.Largest < 1e-10);
    }

    /// <summary>
    /// To 1e-4 where the recorded libtorch runs on the recorded kind of processor and so rounds alike. Elsewhere single
    /// ReLU6 outputs fall on the other side of 0 or 6, which puts torch's own float32 gradients 1–2 % away from its float64
    /// ones: there only gross errors can be told, and the float64 test is the one that counts.
    /// </summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void Backward_Float32_EqualsTorchvisionWhereRoundingIsAlike(double width)
    {
        var reference = ReferenceData.Index.Gradients.Single(record => record.Width == width);

        var (loss, deviations) = Differences(reference, reference.Float32, ReferenceData.Singles, ScalarType.Float32);

        loss.Should().BeApproximately(reference.Float32.Loss, 1e-3);
        if (__version__.StartsWith(RecordedLibtorch, StringComparison.Ordinal) && Vector512.IsHardwareAccelerated)
        {
            deviations.Should().HaveCount(158).And.OnlyContain(deviation => deviation.Largest < 1e-4);
            return;
        }
        output.WriteLine($"libtorch {__version__} on this processor need not round as the recorded one: gross errors only");
        Median(deviations).Should().BeLessThan(0.05);
        deviations.Should().OnlyContain(deviation => deviation.OfElements < 0.5);
    }

    private (double Loss, List<Deviation> Deviations) Differences(
        GradientsRecord setting, GradientsOfLoss expected, Func<StoredArray, double[]> stored, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var network = Formula.Network(setting.Width, setting.Classes, type);
        network.train();

        var loss = functional.cross_entropy(
            network.call(Formula.Images(setting.Batch, setting.Resolution).to(type)), Formula.Labels(setting.Batch, setting.Classes));
        loss.backward();

        var gradients = network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.grad!);
        gradients.Keys.Should().BeEquivalentTo(expected.Parameters.Select(parameter => parameter.Key));
        var negligible = NegligibleShare * expected.Parameters.Max(parameter => parameter.MaxAbs);
        var deviations = expected.Parameters
            .Select(parameter => Deviation.Of(parameter, stored(parameter), gradients[parameter.Key], negligible)).ToList();
        var worst = deviations.MaxBy(deviation => deviation.Largest)!;
        output.WriteLine($"loss off {Math.Abs(loss.to(ScalarType.Float64).item<double>() - expected.Loss):E1}, gradients median {Median(deviations):E1}, worst {worst}");
        return (loss.to(ScalarType.Float64).item<double>(), deviations);
    }

    private static double Median(List<Deviation> deviations) =>
        deviations.Select(deviation => deviation.OfElements).Order().ElementAt(deviations.Count / 2);
}
