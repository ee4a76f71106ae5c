using MobileNets.Architecture;
using MobileNets.Weights.Tests;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests;

/// <summary>MobileNetV1 (arXiv 1704.04861, table 1) as a module.</summary>
public sealed class MobileNetV1Tests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>The paper's table 8: 4.2 million parameters, 569 million mult-adds.</summary>
    [Fact]
    public void Constructor_AsPublished_HasThePapersCosts()
    {
        var sut = new MobileNetV1();

        sut.parameters().Sum(parameter => parameter.numel()).Should().Be(4_231_976);
        sut.Plan.Parameters.Should().Be(4_231_976);
        (sut.Plan.MultAdds / 1e6).Should().BeApproximately(569, 0.5);
    }

    [Fact]
    public void StateDict_NamesAndShapes_AreThePlans()
    {
        var sut = new MobileNetV1();

        sut.state_dict().Select(entry => $"{entry.Key} {string.Join('×', entry.Value.shape)} {entry.Value.dtype}").Should().BeEquivalentTo(
            sut.Plan.StateEntries.Select(entry => $"{entry.Name} {string.Join('×', entry.Shape)} {entry.ElementType}"));
    }

    [Fact]
    public void Call_InEvaluation_IsTheSameByHand()
    {
        var sut = new MobileNetV1(MobileNetV1Plan.Create(64, 5));
        sut.LoadStateDict(VariedWeights.Of(sut.Plan));
        sut.to(ScalarType.Float64);
        sut.eval();
        var state = sut.state_dict();
        var images = randn([2, 3, 65, 64], ScalarType.Float64);

        var logits = sut.call(images);

        Tensor Layer(Tensor map, string name, long stride, long groups)
        {
            var weight = state[$"{name}.0.weight"];
            var filtered = functional.conv2d(map, weight, null, [stride, stride], [weight.shape[2] / 2, weight.shape[2] / 2], [1, 1], groups);
            return functional.relu(functional.batch_norm(filtered, state[$"{name}.1.running_mean"], state[$"{name}.1.running_var"], state[$"{name}.1.weight"], state[$"{name}.1.bias"], eps: 1e-5));
        }
        var map = Layer(images, "features.0", 2, 1);
        var strides = new[] { 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1 };
        for (var i = 0; i < strides.Length; i++)
        {
            map = Layer(map, $"features.{i + 1}.0", strides[i], map.shape[1]);
            map = Layer(map, $"features.{i + 1}.1", 1, 1);
        }
        map.shape.Should().Equal(2, 1024, 3, 2);
        var expected = functional.linear(map.mean([2, 3]), state["classifier.1.weight"], state["classifier.1.bias"]);
        Parity.Deviation.Relative(Parity.Deviation.Doubles(logits), Parity.Deviation.Doubles(expected)).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Backward_InTraining_ReachesEveryParameter()
    {
        var sut = new MobileNetV1(MobileNetV1Plan.Create(64, 5));

        functional.cross_entropy(sut.call(randn(4, 3, 64, 64)), tensor(new long[] { 0, 1, 2, 3 })).backward();

        sut.parameters().Should().OnlyContain(parameter => parameter.grad!.abs().max().item<float>() > 0);
    }

    [Fact]
    public void Constructor_Weights_AreInitialisedAsMobileNetV2s()
    {
        manual_seed(20180113);
        var sut = new MobileNetV1();
        var state = sut.state_dict();

        // Kaiming's normal numbers by fan-out; five standard errors of a sample's deviation.
        foreach (var layer in sut.Plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution))
        {
            var weight = state[$"{layer.Name}.weight"];
            var expected = Math.Sqrt(2.0 / (layer.Output.Channels * layer.Kernel * layer.Kernel));
            Deviation(weight).Should().BeApproximately(expected, 5 * expected / Math.Sqrt(2.0 * weight.numel()), layer.Name);
        }
        state["classifier.1.bias"].abs().max().item<float>().Should().Be(0);
        Deviation(state["classifier.1.weight"]).Should().BeApproximately(0.01, 1e-4);

        static double Deviation(Tensor tensor) => Math.Sqrt(tensor.to(ScalarType.Float64).pow(2).mean().item<double>());
    }

    [Fact]
    public void Constructor_AnotherNetworksPlan_Throws()
    {
        var create = () => new MobileNetV1(MobileNetV2Plan.Create());

        create.Should().Throw<ArgumentException>().WithMessage("MobileNetV2 is not a stem, depthwise-separable*");
    }
}
