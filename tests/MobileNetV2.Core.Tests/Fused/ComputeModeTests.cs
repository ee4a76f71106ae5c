using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>When a step is fused, and what says why it is not.</summary>
public sealed class ComputeModeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly MobileNetV2 _sut = new(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5, Dropout = 0 });
    private readonly Tensor _images = randn(2, 3, 64, 64);

    public void Dispose()
    {
        _sut.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Compute_NewNetwork_IsAutoAndNothingIsInTheWay()
    {
        _sut.Compute.Should().Be(ComputeMode.Auto);
        _sut.FusedObstacle(_images).Should().BeNull();
    }

    [Fact]
    public void FusedObstacle_Images_AreNamed()
    {
        _sut.FusedObstacle(_images.to(ScalarType.Float64)).Should().Be("the images are Float64, not Float32");
        _sut.FusedObstacle(randn(2, 1, 64, 64)).Should().Be("the images are [2, 1, 64, 64], not [N, 3, H, W]");
        _sut.FusedObstacle(randn(3, 64, 64)).Should().Be("the images are [3, 64, 64], not [N, 3, H, W]");
        _sut.FusedObstacle(randn(1, 3, 32, 32)).Should().Be("one value a channel has no variance");
        _sut.FusedObstacle(randn(1, 3, 33, 32)).Should().BeNull();
    }

    public static TheoryData<string, Action<MobileNetV2>, string> Edits => new()
    {
        { "a module more", network => network.Features.append(ReLU()), "features has 20 modules*" },
        { "a module in a block", network => ((Sequential)network.Features[2].As<InvertedResidual>().children().Single()).append(Dropout(0.1)), "features.2.conv has 5 modules*" },
        { "stride", network => Convolution(network, 5).stride = [1, 1], "features.2.conv.1.0 is not the planned convolution" },
        { "dilation", network => Convolution(network, 5).dilation = [2, 2], "*not the planned convolution" },
        { "padding", network => Convolution(network, 5).padding![0] = 0, "*not the planned convolution" },
        { "bias", network => Convolution(network, 5).bias = new Parameter(zeros(network.Plan.Layers[0].Output.Channels)), "*not the planned convolution" },
        { "weight's shape", network => Convolution(network, 0).weight = new Parameter(randn(16, 3, 5, 5)), "features.0.0's weight is *16, 3, 5, 5*, not *" },
        { "weight's strides", network => Convolution(network, 0).weight = new Parameter(randn(3, 16, 3, 3).transpose(0, 1)), "features.0.0's weight is not contiguous" },
        { "no running statistics", network => Norm(network, 0).running_mean = null, "*no running statistics" },
        { "cumulative average", network => Norm(network, 0).momentum = null, "*averages all batches evenly" },
        { "float64", network => network.to(ScalarType.Float64), "features.0.0's weight is Float64, not Float32" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void FusedObstacle_EditedNetwork_SaysWhat(string edit, Action<MobileNetV2> apply, string expected)
    {
        apply(_sut);

        _sut.FusedObstacle(_images).Should().Match(expected, edit);
    }

    [Fact]
    public void Call_EditedNetwork_RunsOnTorch()
    {
        _sut.Features.append(AvgPool());
        using var twin = new MobileNetV2(_sut.Options) { Compute = ComputeMode.Torch };
        twin.load_state_dict(_sut.state_dict());
        twin.Features.append(AvgPool());

        Snapshots.Values(_sut.call(_images)).Should().Equal(Snapshots.Values(twin.call(_images)));

        static Module<Tensor, Tensor> AvgPool() => Sequential(ReLU());
    }

    [Fact]
    public void Call_FusedWithSomethingInTheWay_SaysWhatAndTheCure()
    {
        _sut.Compute = ComputeMode.Fused;
        Norm(_sut, 0).momentum = null;

        _sut.Invoking(network => network.call(_images)).Should().Throw<InvalidOperationException>()
            .WithMessage("*cannot be fused: the batch norm after features.0.0 averages all batches evenly. Set Compute to Auto or Torch*");
    }

    [Fact]
    public void Call_FusedButNotTraining_RunsOnTorch()
    {
        _sut.Compute = ComputeMode.Fused;
        Norm(_sut, 0).momentum = null;

        using (no_grad())
            _sut.call(_images).shape.Should().Equal(2, 5);
        using (inference_mode())
            _sut.call(_images).shape.Should().Equal(2, 5);
        _sut.eval();
        _sut.call(_images).shape.Should().Equal(2, 5);
    }

    [Fact]
    public void Call_OtherHead_StaysFused()
    {
        _sut.Compute = ComputeMode.Fused;
        _sut.ReplaceClassifier(3);
        _sut.call(_images).sum().backward();
        _sut.ReplaceHead(Linear(1280, 2));

        _sut.call(_images).shape.Should().Equal(2, 2);
    }

    [Fact]
    public void Call_NoClassifier_GivesTheMapOnTorch()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, IncludeClassifier = false }) { Compute = ComputeMode.Fused };

        sut.call(_images).shape.Should().Equal(2, 1280, 2, 2);
        sut.Embed(_images).sum().backward();
        sut.parameters().Select(parameter => parameter.grad).Should().NotContainNulls();
    }

    private static Conv2d Convolution(MobileNetV2 network, int index) => network.modules().OfType<Conv2d>().ElementAt(index);

    private static BatchNorm2d Norm(MobileNetV2 network, int index) => network.modules().OfType<BatchNorm2d>().ElementAt(index);
}
