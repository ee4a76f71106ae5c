using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>A fused training step beside torch's operators on the same weights. How exact the kernels are is MobileNetV2.FusedTraining's to show.</summary>
public sealed class FusedStepTests(ITestOutputHelper output) : IDisposable
{
    // Where rounding puts a ReLU6 output on the other side of 0 or 6, a gradient jumps: torch's own float32 is up to 0.012 from its float64, whenever
    // that happens. It depends on the images, and is as likely here as there.
    private const double Jumps = 0.02;
    private const double JumpsOfTorch = 3;

    // Where it does not happen: torch's own is 2e-5.
    private const double GradientRounding = 1e-4;

    // Of activations and running statistics behind 52 layers of rounding.
    private const double Rounding = 1e-3;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.35, 1, 64, 64)]
    [InlineData(0.35, 5, 97, 65)]
    [InlineData(0.75, 2, 97, 65)]
    [InlineData(0.75, 5, 64, 64)]
    [InlineData(1.0, 1, 97, 65)]
    [InlineData(1.0, 5, 64, 64)]
    [InlineData(1.4, 2, 64, 64)]
    [InlineData(1.4, 3, 33, 70)]
    public void Step_AnyWidthAndSize_IsTorchs(double width, int count, int height, int imageWidth)
    {
        using var network = Twins.Network(width);
        using var torch32 = Twins.OfTorch(network);
        using var torch64 = Twins.OfTorch(network, ScalarType.Float64);
        var images = Twins.Images(count, height, imageWidth);

        var (logits, loss) = Twins.Step(network, images);
        var (torchLogits, torchLoss) = Twins.Step(torch32, images);
        Twins.Step(torch64, images.to(ScalarType.Float64));

        var (fused, rounding) = (Twins.GradientDistance(network, torch64), Twins.GradientDistance(torch32, torch64));
        output.WriteLine($"logits off {Twins.Distance(logits, torchLogits):E1}, loss {loss.item<float>() - torchLoss.item<float>():E1}, gradients {fused:E1} from float64, torch's {rounding:E1}");
        Twins.Distance(logits, torchLogits).Should().BeLessThan(Rounding);
        fused.Should().BeLessThan(Math.Max(Jumps, JumpsOfTorch * rounding));
        var whole = network.parameters().Sum(parameter => parameter.grad!.pow(2).sum().item<float>());
        foreach (var ((name, parameter), (_, expected)) in network.named_parameters().Zip(torch32.named_parameters()))
            if (expected.grad!.pow(2).sum().item<float>() > 1e-5 * whole)
                Twins.Distance(parameter.grad, expected.grad).Should().BeLessThan(0.2, name);
        foreach (var ((name, buffer), (_, expected)) in network.named_buffers().Zip(torch32.named_buffers()))
        {
            if (buffer.dtype == ScalarType.Int64)
                buffer.item<long>().Should().Be(1, name);
            else
                Twins.Distance(buffer, expected).Should().BeLessThan(Rounding, name);
        }
    }

    [Theory]
    [InlineData(0.35)]
    [InlineData(1.0)]
    public void Step_WhereNoGradientJumps_IsAsExactAsTorchs(double width)
    {
        var distances = new List<double>();
        for (var size = 60; size < 68; size++)
        {
            using var network = Twins.Network(width);
            using var torch64 = Twins.OfTorch(network, ScalarType.Float64);
            var images = Twins.Images(4, size, 64);

            Twins.Step(network, images);
            Twins.Step(torch64, images.to(ScalarType.Float64));

            distances.Add(Twins.GradientDistance(network, torch64));
        }
        output.WriteLine(string.Join(", ", distances.Select(distance => $"{distance:E1}")));
        distances.Min().Should().BeLessThan(GradientRounding);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Step_Dilated_IsTorchs(int outputStride)
    {
        using var network = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5, OutputStride = outputStride }) { Compute = ComputeMode.Fused };
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 70);

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
        Twins.GradientDistance(network, twin).Should().BeLessThan(0.02);
    }

    [Fact]
    public void Step_ImagesNeedAGradient_GetTorchs()
    {
        using var network = Twins.Network(0.35);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64);
        var (mine, others) = (images.clone().requires_grad_(), images.clone().requires_grad_());

        Twins.Step(network, mine);
        Twins.Step(twin, others);

        Twins.Distance(mine.grad, others.grad).Should().BeLessThan(0.05);
    }

    [Fact]
    public void Step_ImagesNotContiguous_AreTaken()
    {
        using var network = Twins.Network(0.35);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(3, 64, 80).transpose(2, 3).requires_grad_();

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
    }

    [Fact]
    public void Step_FirstBlocksFrozen_GivesTheOthersTorchsGradients()
    {
        using var network = Twins.Network(0.35);
        foreach (var (name, parameter) in network.Features.named_parameters())
            parameter.requires_grad_(int.Parse(name.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) >= 5);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64);

        Twins.Step(network, images);
        Twins.Step(twin, images);

        network.parameters().Where(parameter => parameter.grad is not null).Should().Equal(network.parameters().Where(parameter => parameter.requires_grad));
        Twins.GradientDistance(network, twin).Should().BeLessThan(0.02);
    }

    [Fact]
    public void Step_EverythingButTheHeadFrozen_StillMovesTheRunningStatistics()
    {
        using var network = Twins.Network(0.35);
        foreach (var parameter in network.Features.parameters())
            parameter.requires_grad_(false);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64);

        Twins.Step(network, images);
        Twins.Step(twin, images);

        network.Features.parameters().Select(parameter => parameter.grad).Should().OnlyContain(gradient => ReferenceEquals(gradient, null));
        Twins.GradientDistance(network, twin).Should().BeLessThan(1e-3);
        foreach (var (mine, other) in network.buffers().Zip(twin.buffers()).Where(pair => pair.First.dtype == ScalarType.Float32))
            Twins.Distance(mine, other).Should().BeLessThan(Rounding);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(7, 52)]
    [InlineData(0, 52)]
    public void Step_BatchNormsFrozen_UsesAndKeepsTheirRunningStatistics(int from, int to)
    {
        using var network = Twins.Network(0.35);
        foreach (var norm in network.modules().OfType<BatchNorm2d>().Take(from..to))
            norm.eval();
        using var twin = Twins.OfTorch(network);
        using var exact = Twins.OfTorch(network, ScalarType.Float64);
        var images = Twins.Images(2, 64, 64);

        var logits = Twins.Step(network, images).Logits;
        var expected = Twins.Step(twin, images).Logits;
        Twins.Step(exact, images.to(ScalarType.Float64));

        Twins.Distance(logits, expected).Should().BeLessThan(Rounding);
        Twins.GradientDistance(network, exact).Should().BeLessThan(Math.Max(Jumps, JumpsOfTorch * Twins.GradientDistance(twin, exact)));
        foreach (var (mine, other) in network.buffers().Zip(twin.buffers()))
            mine.to(ScalarType.Float32).allclose(other.to(ScalarType.Float32), Rounding, 1e-4).Should().BeTrue();
    }

    [Fact]
    public void Step_OtherMomentumAndEpsilon_AreBatchNormsOwn()
    {
        using var network = Twins.Network(0.35);
        using var twin = Twins.OfTorch(network);
        foreach (var norm in network.modules().Concat(twin.modules()).OfType<BatchNorm2d>())
            (norm.momentum, norm.eps) = (0.3, 1e-2);
        var images = Twins.Images(2, 64, 64);

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
        foreach (var (mine, other) in network.buffers().Zip(twin.buffers()).Where(pair => pair.First.dtype == ScalarType.Float32))
            Twins.Distance(mine, other).Should().BeLessThan(Rounding);
    }

    [Fact]
    public void Step_Twice_GivesTheSameBits()
    {
        var images = Twins.Images(3, 64, 64);

        Run().Should().Be(Run());

        string Run()
        {
            using var network = Twins.Network(0.35);
            Twins.Step(network, images);
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(network.parameters().SelectMany(parameter => parameter.grad!.bytes.ToArray()).ToArray()));
        }
    }

    [Fact]
    public void Steps_TwentyOfRMSprop_FollowTorchs()
    {
        using var network = Twins.Network(0.35, dropout: 0);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(4, 64, 64);

        var (mine, others) = (Train(network), Train(twin));

        output.WriteLine(string.Join('\n', mine.Zip(others, (a, b) => $"{a:F5} {b:F5}")));
        for (var step = 0; step < mine.Count; step++)
            mine[step].Should().BeApproximately(others[step], 0.02f * others[0], $"step {step}");
        mine[^1].Should().BeLessThan(mine[0]);

        List<float> Train(MobileNetV2 model)
        {
            using var optimizer = optim.RMSProp(model.parameters(), 1e-5, 0.99, 1e-8, 4e-5, 0.9);
            var losses = new List<float>();
            for (var step = 0; step < 20; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                losses.Add(Twins.Step(model, images).Loss.item<float>());
                optimizer.step();
            }
            return losses;
        }
    }
}
