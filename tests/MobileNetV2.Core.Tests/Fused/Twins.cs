using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>Equal networks that compute differently, and how far apart what they compute is.</summary>
internal static class Twins
{
    private const int Draws = 24;
    private const double GradientRounding = 2e-4;
    private const double MostJumps = 0.2;

    /// <summary>
    /// Calls <paramref name="gradientDistance"/> with one seed after another until a distance is of rounding alone, 1e-5 to 1e-4. In one draw of weights and images
    /// in two, rounding puts a ReLU6 output on the other side of 0 or 6 and the gradients jump by up to 0.05, in torch's float32 beside its float64 as here. Which
    /// draws these are changes with the processor; a systematic mistake shows in all of them.
    /// </summary>
    public static void ShouldAgreeInSomeDraw(Func<int, double> gradientDistance)
    {
        var distances = new List<double>();
        for (var seed = 0; seed < Draws; seed++)
        {
            using var scope = NewDisposeScope();
            distances.Add(gradientDistance(seed));
            distances[^1].Should().BeLessThan(MostJumps, "seed {0}", seed);
            if (distances[^1] < GradientRounding)
                return;
        }
        distances.Min().Should().BeLessThan(GradientRounding, "gradients are off by {0}", string.Join(", ", distances.Select(distance => $"{distance:E1}")));
    }

    /// <summary>A network whose batch norms scale, shift and have seen something.</summary>
    public static MobileNetV2 Network(double width, double dropout = 0.2, int seed = 0) =>
        Network(new MobileNetV2Options { WidthMultiplier = width, Classes = 7, Dropout = dropout }, seed);

    public static MobileNetV2 Network(MobileNetV2Options options, int seed = 0)
    {
        manual_seed(seed);
        var network = new MobileNetV2(options) { Compute = ComputeMode.Fused };
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

    public static Tensor Images(int count, int height, int width, int seed = 0)
    {
        manual_seed(100 + seed);
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
