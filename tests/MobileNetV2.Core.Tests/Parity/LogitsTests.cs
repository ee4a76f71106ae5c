using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>Evaluation-mode logits against torchvision's.</summary>
public sealed class LogitsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1.0, 224)]
    [InlineData(1.0, 96)]
    [InlineData(0.5, 224)]
    [InlineData(0.5, 96)]
    public void Forward_Float64_EqualsTorchvision(double width, int resolution)
    {
        var reference = Reference(width, resolution);

        Deviation.Relative(Logits(reference, ScalarType.Float64), ReferenceData.Doubles(reference.Float64)).Should().BeLessThan(1e-12);
    }

    [Theory]
    [InlineData(1.0, 224)]
    [InlineData(1.0, 96)]
    [InlineData(0.5, 224)]
    [InlineData(0.5, 96)]
    public void Forward_Float32_EqualsTorchvision(double width, int resolution)
    {
        var reference = Reference(width, resolution);

        Deviation.Relative(Logits(reference, ScalarType.Float32), ReferenceData.Singles(reference.Float32)).Should().BeLessThan(1e-4);
    }

    private static LogitsRecord Reference(double width, int resolution) =>
        ReferenceData.Index.Logits.Single(record => record.Width == width && record.Resolution == resolution);

    private double[] Logits(LogitsRecord reference, ScalarType type)
    {
        using var network = Formula.Network(reference.Width, reference.Classes, type);
        using var images = Formula.Images(reference.Batch, reference.Resolution).to(type);
        network.eval();
        using var gradients = no_grad();
        using var logits = network.call(images);
        logits.shape.Should().Equal(reference.Batch, reference.Classes);
        var values = Deviation.Doubles(logits);
        output.WriteLine($"off float64 {Deviation.Relative(values, ReferenceData.Doubles(reference.Float64)):E1}, float32 {Deviation.Relative(values, ReferenceData.Singles(reference.Float32)):E1}");
        return values;
    }
}
