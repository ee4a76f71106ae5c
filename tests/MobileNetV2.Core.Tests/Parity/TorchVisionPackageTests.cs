#if TORCHSHARP_NUGET
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>Our network beside the one in the TorchVision package, which only the package build has.</summary>
public sealed class TorchVisionPackageTests
{
    [Fact]
    public void Forward_WeightsOfTheTorchVisionPackage_GivesItsLogits()
    {
        using var scope = NewDisposeScope();
        using var theirs = torchvision.models.mobilenet_v2();
        using var ours = new MobileNetV2();
        ours.LoadStateDict(theirs.ToStateDict(), "TorchVision's mobilenet_v2");
        theirs.eval();
        ours.eval();
        var images = Formula.Images(2, 96).to(ScalarType.Float32);
        using var gradients = no_grad();

        var logits = Deviation.Doubles(ours.call(images));

        Deviation.Relative(logits, Deviation.Doubles(theirs.call(images))).Should().BeLessThan(1e-5);
    }
}
#endif
