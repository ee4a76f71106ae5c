using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>Equal networks that compute differently, and how far apart what they compute is.</summary>
internal static class Twins
{
    /// <summary>A network whose batch norms scale, shift and have seen something.</summary>
    public static MobileNetV2 Network(double width, double dropout = 0.2, int classes = 7)
    {
        manual_seed((long)(1000 * width));
        var network = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = width, Classes = classes, Dropout = dropout }) { Compute = ComputeMode.Fused };
        using var gradients = no_grad();
        foreach (var norm in network.modules().OfType<BatchNorm2d>())
        {
            norm.weight!.uniform_(0.5, 1.5);
            norm.bias!.uniform_(-0.5, 0.5);
            norm.running_mean!.uniform_(-0.25, 0.25);
            norm.running_var!.uniform_(0.5, 1.5);
        }
        return network;
    }

    /// <summary>The same network on torch's operators.</summary>
    public static MobileNetV2 OfTorch(MobileNetV2 network, ScalarType type = ScalarType.Float32)
    {
        var twin = new MobileNetV2(network.Options) { Compute = ComputeMode.Torch };
        twin.load_state_dict(network.state_dict());
        twin.to(type);
        twin.train(network.training);
        foreach (var (mine, other) in network.parameters().Zip(twin.parameters()))
            other.requires_grad_(mine.requires_grad);
        foreach (var (mine, other) in network.modules().Zip(twin.modules()))
            other.train(mine.training);
        return twin;
    }

    public static Tensor Images(int count, int height, int width)
    {
        manual_seed(count + height + width);
        return randn(count, 3, height, width);
    }

    /// <summary>Forward, loss and backward with the same dropout every time.</summary>
    public static (Tensor Logits, Tensor Loss) Step(MobileNetV2 network, Tensor images)
    {
        manual_seed(5);
        var logits = network.call(images);
        var labels = tensor(Enumerable.Range(0, (int)images.shape[0]).Select(image => (long)image % network.Options.Classes).ToArray());
        var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        return (logits, loss);
    }

    /// <summary>|a − b| / |b|, in double precision.</summary>
    public static double Distance(Tensor? actual, Tensor? expected)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (actual!.detach().to(ScalarType.Float64), expected!.detach().to(ScalarType.Float64));
        return Math.Sqrt((a - b).pow(2).sum().item<double>() / b.pow(2).sum().item<double>());
    }

    /// <summary>The distance of all gradients together.</summary>
    public static double GradientDistance(MobileNetV2 actual, MobileNetV2 expected)
    {
        using var scope = NewDisposeScope();
        return Distance(Together(actual), Together(expected));
    }

    private static Tensor Together(MobileNetV2 network) =>
        cat([.. network.parameters().Select(parameter => parameter.grad).Where(gradient => gradient is not null).Select(gradient => gradient!.reshape(-1).to(ScalarType.Float64))]);
}
