using MobileNets.Architecture;
using MobileNets.Modules;

namespace MobileNets.Training.Recipe.Tests;

public sealed class TrainedParameterTests
{
    [Fact]
    public void Of_Defaults_DecaysEveryParameter()
    {
        using var model = Model();

        var parameters = TrainedParameter.Of(model, new TrainingOptions());

        parameters.Should().HaveCount(158, "torchvision's mobilenet_v2 has as many").And.OnlyContain(trained => trained.WeightDecay == 0.00004);
        parameters.Sum(trained => trained.Parameter.numel()).Should().Be(1_677_128);
    }

    [Fact]
    public void Of_NoDecayOnNormAndBias_LeavesTheWeights()
    {
        using var model = Model();

        var decayed = TrainedParameter.Of(model, new TrainingOptions { DecayNormAndBias = false }).Where(trained => trained.WeightDecay > 0).ToList();

        decayed.Should().HaveCount(53, "52 convolutions and the classifier").And.OnlyContain(trained => trained.Parameter.dim() > 1);
    }

    [Fact]
    public void Of_NoDecayOnDepthwise_LeavesTheOthers()
    {
        using var model = Model();

        var spared = TrainedParameter.Of(model, new TrainingOptions { DecayDepthwise = false }).Where(trained => trained.WeightDecay == 0).ToList();

        spared.Should().HaveCount(17, "one a block").And.OnlyContain(trained => trained.Parameter.shape[1] == 1 && trained.Parameter.shape[2] == 3);
        spared[0].Name.Should().Be("features.1.conv.0.0.weight");
    }

    [Fact]
    public void Of_ParameterThatNeedsNoGradient_LeavesItOut()
    {
        using var model = Model();
        model.Features.parameters().ToList().ForEach(parameter => parameter.requires_grad = false);

        TrainedParameter.Of(model, new TrainingOptions()).Select(trained => trained.Name).Should().Equal("classifier.1.weight", "classifier.1.bias");
    }

    private static MobileNetV2 Model() => new(new MobileNetV2Options { WidthMultiplier = 0.35 });
}
