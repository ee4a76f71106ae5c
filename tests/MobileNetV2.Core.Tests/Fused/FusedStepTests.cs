using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>A fused training step beside torch's operators on the same weights. How exact the kernels are is MobileNetV2.FusedTraining's to show.</summary>
public sealed class FusedStepTests(ITestOutputHelper output) : IDisposable
{
    // Of activations and running statistics behind 52 layers of rounding.
    private const double Rounding = 1e-3;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.35, 1, 97, 65)]
    [InlineData(0.35, 5, 64, 64)]
    [InlineData(0.75, 2, 97, 65)]
    [InlineData(0.75, 5, 64, 64)]
    [InlineData(1.0, 1, 97, 65)]
    [InlineData(1.0, 5, 64, 64)]
    [InlineData(1.4, 2, 64, 64)]
    [InlineData(1.4, 3, 33, 70)]
    public void Step_AnyWidthAndSize_IsTorchs(double width, int count, int height, int imageWidth)
    {
        Twins.ShouldAgreeInSomeDraw(seed =>
        {
            using var network = Twins.Network(width, seed: seed);
            using var torch32 = Twins.OfTorch(network);
            using var torch64 = Twins.OfTorch(network, ScalarType.Float64);
            var images = Twins.Images(count, height, imageWidth, seed);

            var (logits, loss) = Twins.Step(network, images);
            var (torchLogits, torchLoss) = Twins.Step(torch32, images);
            Twins.Step(torch64, images.to(ScalarType.Float64));

            var distance = Twins.GradientDistance(network, torch64);
            output.WriteLine($"seed {seed}: logits off {Twins.Distance(logits, torchLogits):E1}, loss {loss.item<float>() - torchLoss.item<float>():E1}, gradients {distance:E1} from float64, torch's {Twins.GradientDistance(torch32, torch64):E1}");
            Twins.Distance(logits, torchLogits).Should().BeLessThan(Rounding);
            loss.item<float>().Should().BeApproximately(torchLoss.item<float>(), 1e-3f);
            foreach (var ((name, buffer), (_, expected)) in network.named_buffers().Zip(torch32.named_buffers()))
            {
                if (buffer.dtype == ScalarType.Int64)
                    buffer.item<long>().Should().Be(1, name);
                else
                    Twins.Distance(buffer, expected).Should().BeLessThan(Rounding, name);
            }
            return distance;
        });
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Step_Dilated_IsTorchs(int outputStride) => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 5, OutputStride = outputStride }, seed);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 40, 50, seed);

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
        return Twins.GradientDistance(network, twin);
    });

    [Fact]
    public void Step_ImagesNeedAGradient_GetTorchs() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, seed: seed);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64, seed);
        var (mine, others) = (images.clone().requires_grad_(), images.clone().requires_grad_());

        Twins.Step(network, mine);
        Twins.Step(twin, others);

        return Twins.Distance(mine.grad, others.grad);
    });

    [Fact]
    public void Step_ImagesNotContiguous_AreTaken()
    {
        using var network = Twins.Network(0.35);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(3, 64, 80).transpose(2, 3).requires_grad_();

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
    }

    [Fact]
    public void Step_FirstBlocksFrozen_GivesTheOthersTorchsGradients() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, seed: seed);
        foreach (var (name, parameter) in network.Features.named_parameters())
            parameter.requires_grad_(int.Parse(name.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) >= 5);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64, seed);

        Twins.Step(network, images);
        Twins.Step(twin, images);

        network.parameters().Where(parameter => parameter.grad is not null).Should().Equal(network.parameters().Where(parameter => parameter.requires_grad));
        return Twins.GradientDistance(network, twin);
    });

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
    public void Step_BatchNormsFrozen_UsesAndKeepsTheirRunningStatistics(int from, int to) => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, seed: seed);
        var images = Twins.Images(2, 64, 64, seed);
        var norms = network.modules().OfType<BatchNorm2d>().ToList();
        norms.ForEach(norm => norm.momentum = 0.9); // statistics near these images' own, as a network has that one fine-tunes
        network.call(images);
        foreach (var norm in norms.Take(from..to))
            norm.eval();
        norms.ForEach(norm => norm.momentum = 0.1);
        using var twin = Twins.OfTorch(network);

        Twins.Distance(Twins.Step(network, images).Logits, Twins.Step(twin, images).Logits).Should().BeLessThan(Rounding);
        foreach (var (mine, other) in network.buffers().Zip(twin.buffers()))
            mine.to(ScalarType.Float32).allclose(other.to(ScalarType.Float32), Rounding, 1e-4).Should().BeTrue();
        return Twins.GradientDistance(network, twin);
    });

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
