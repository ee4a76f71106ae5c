using MobileNets.Architecture;
using MobileNets.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;
using MobileNetV2 = MobileNets.Modules.MobileNetV2;

namespace MobileNets.Training.Recipe.Tests;

public sealed class BatchNormMomentumTests
{
    [Fact]
    public void SetBatchNormMomentum_Network_ReachesEveryLayer()
    {
        using var model = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 2 });

        model.SetBatchNormMomentum(1);
        using var images = rand([2, 3, 32, 32]);
        using var logits = model.call(images);

        var norms = model.modules().OfType<BatchNorm2d>().ToList();
        norms.Should().HaveCount(52).And.OnlyContain(norm => norm.momentum == 1);
        using var stem = model.modules().OfType<Conv2d>().First().call(images);
        using var mean = stem.mean([0, 2, 3]);
        norms[0].running_mean!.allclose(mean, 1e-4, 1e-6).Should().BeTrue("with momentum 1 the statistics are the last batch's");
    }
}
