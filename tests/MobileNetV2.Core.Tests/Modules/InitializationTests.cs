using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>torchvision's initialisation, by its statistics: normal numbers of a known deviation, seeded.</summary>
public sealed class InitializationTests
{
    // Of a sample's mean and deviation, in units of their own deviations; with this seed the largest are below 4.
    private const double Sigmas = 5;

    [Fact]
    public void Constructor_Convolutions_HaveTheirFanOutsDeviation()
    {
        using var sut = CreateSut();
        var state = sut.state_dict();

        foreach (var layer in sut.Plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution))
            ShouldBeNormal(state[layer.Name + ".weight"], Math.Sqrt(2.0 / (layer.Output.Channels * layer.Kernel * layer.Kernel)), layer.Name);
    }

    [Fact]
    public void Constructor_Classifier_HasDeviationOneHundredthAndNoBias()
    {
        using var sut = CreateSut();
        var state = sut.state_dict();

        ShouldBeNormal(state["classifier.1.weight"], 0.01, "classifier");
        Snapshots.Values(state["classifier.1.bias"]).Should().OnlyContain(value => value == 0);
    }

    [Theory]
    [InlineData("weight", 1)]
    [InlineData("bias", 0)]
    [InlineData("running_mean", 0)]
    [InlineData("running_var", 1)]
    public void Constructor_BatchNorm_IsTheIdentity(string entry, float expected)
    {
        using var sut = CreateSut();
        var state = sut.state_dict();

        foreach (var layer in sut.Plan.Layers.Where(layer => layer.Kind == LayerKind.BatchNorm))
            Snapshots.Values(state[$"{layer.Name}.{entry}"]).Should().OnlyContain(value => value == expected, layer.Name);
    }

    [Fact]
    public void Constructor_SameSeed_GivesTheSameNetwork()
    {
        using var first = CreateSut();
        using var second = CreateSut();

        Snapshots.Of(second).Should().Equal(Snapshots.Of(first));
    }

    [Fact]
    public void Constructor_NewNetwork_IsInTraining()
    {
        using var sut = CreateSut();

        sut.named_modules().Should().OnlyContain(entry => entry.module.training);
        sut.parameters().Should().OnlyContain(parameter => parameter.requires_grad && parameter.is_leaf);
    }

    private static MobileNetV2 CreateSut()
    {
        manual_seed(20180113);
        return new MobileNetV2();
    }

    private static void ShouldBeNormal(Tensor tensor, double deviation, string because)
    {
        var values = Snapshots.Values(tensor);
        double count = values.Length;
        var mean = values.Sum(value => (double)value) / count;
        var measured = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (count - 1));
        mean.Should().BeApproximately(0, Sigmas * deviation / Math.Sqrt(count), because);
        measured.Should().BeApproximately(deviation, Sigmas * deviation / Math.Sqrt(2 * count), because);
    }
}
