using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests.Fused;

/// <summary>A fused step as a node of torch's graph: how often and in which order it may be used, how long it lives, what memory it keeps.</summary>
public sealed class FusedGraphTests(ITestOutputHelper output) : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Node_TwoForwardsBeforeTheBackward_AddsUp() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, dropout: 0, seed);
        using var twin = Twins.OfTorch(network);
        var (first, second) = (Twins.Images(2, 64, 64, seed), Twins.Images(3, 48, 96, seed));

        foreach (var model in (MobileNetV2[])[network, twin])
            (model.call(first).pow(2).sum() + model.call(second).sum()).backward();

        return Twins.GradientDistance(network, twin);
    });

    [Fact]
    public void Node_EvaluationInBetween_ChangesNothing() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, dropout: 0, seed);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64, seed);

        foreach (var model in (MobileNetV2[])[network, twin])
        {
            var loss = model.call(images).pow(2).sum();
            model.eval();
            using (no_grad())
                model.call(Twins.Images(4, 64, 64));
            model.train();
            loss.backward();
        }

        return Twins.GradientDistance(network, twin);
    });

    [Fact]
    public void Node_GraphRetained_GivesTheSameGradientsAgain()
    {
        using var network = Twins.Network(0.35);
        var loss = network.Embed(Twins.Images(2, 64, 64)).pow(2).sum();
        var parameters = network.Features.parameters().ToList<Tensor>();

        var first = autograd.grad([loss], parameters, null, true);
        var second = autograd.grad([loss], parameters, null, true);
        network.Embed(Twins.Images(3, 64, 64)).sum().backward(); // takes the memory of what is done
        var third = autograd.grad([loss], parameters);

        for (var i = 0; i < parameters.Count; i++)
            Snapshots.Values(second[i]).Should().Equal(Snapshots.Values(first[i]));
        Twins.Distance(cat([.. third.Select(gradient => gradient.reshape(-1))]), cat([.. first.Select(gradient => gradient.reshape(-1))])).Should().BeLessThan(0.02);
    }

    [Fact]
    public void Node_SecondBackwardWithoutTheGraph_IsRefusedOrRight()
    {
        using var network = Twins.Network(0.35);
        var loss = network.Embed(Twins.Images(2, 64, 64)).sum();
        loss.backward();
        var weight = network.Features.parameters().First();
        var first = weight.grad!.clone();

        // libtorch's own functions forget what they saved, TorchSharp's custom ones don't.
        try
        {
            loss.backward();
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            return;
        }
        Twins.Distance(weight.grad!, first.mul(2)).Should().BeLessThan(0.02);
    }

    [Fact]
    public void Node_ImagesChangedBeforeTheBackward_FailsAsTorchDoes()
    {
        using var network = Twins.Network(0.35);
        var images = Twins.Images(2, 64, 64);
        var loss = network.call(images).sum();

        images.add_(1);

        loss.Invoking(l => l.backward()).Should().Throw<System.Runtime.InteropServices.ExternalException>().WithMessage("*returned an invalid gradient*");
    }

    [Fact]
    public void Node_GradientOfTheGradient_IsTorchsAndCountsTheBatchOnce() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, dropout: 0, seed);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64, seed);

        var penalties = new List<float>();
        foreach (var model in (MobileNetV2[])[network, twin])
        {
            var input = images.clone().requires_grad_();
            var gradient = autograd.grad([model.call(input).pow(2).sum()], [input], null, true, true)[0];
            var penalty = gradient.pow(2).sum();
            penalty.backward();
            penalties.Add(penalty.item<float>());
        }

        penalties[0].Should().BeApproximately(penalties[1], Math.Abs(penalties[1]) * 1e-2f);
        foreach (var (mine, other) in network.buffers().Zip(twin.buffers()))
            mine.to(ScalarType.Float32).allclose(other.to(ScalarType.Float32), 1e-3, 1e-4).Should().BeTrue();
        return Twins.GradientDistance(network, twin);
    });

    [Fact]
    public void Node_NetworkDisposedBeforeTheBackward_StillHasGradients()
    {
        var network = Twins.Network(0.35);
        var images = Twins.Images(2, 64, 64).requires_grad_();
        var loss = network.Embed(images).sum();

        network.Dispose();
        loss.backward();

        images.grad!.abs().sum().item<float>().Should().BePositive();
    }

    [Fact]
    public void Node_ThreadsChange_KeepsEarlierStepsAlive() => Twins.ShouldAgreeInSomeDraw(seed =>
    {
        using var network = Twins.Network(0.35, dropout: 0, seed);
        using var twin = Twins.OfTorch(network);
        var images = Twins.Images(2, 64, 64, seed);
        try
        {
            foreach (var model in (MobileNetV2[])[network, twin])
            {
                set_num_threads(1);
                var first = model.call(images).pow(2).sum();
                set_num_threads(2);
                var second = model.call(images).sum();
                first.backward();
                second.backward();
            }
        }
        finally
        {
            set_num_threads(1);
        }

        return Twins.GradientDistance(network, twin);
    });

    [Fact]
    public void Steps_Fifty_KeepMemoryFlat()
    {
        using var network = Twins.Network(0.35);
        var images = Twins.Images(8, 96, 96);
        Run(10);
        var (tensors, resident) = (TestRun.LiveTensors(), Environment.WorkingSet);

        Run(50);

        output.WriteLine($"resident {resident / 1e6:F1} MB, then {Environment.WorkingSet / 1e6:F1} MB");
        TestRun.LiveTensors().Should().BeLessThanOrEqualTo(tensors);
        Environment.WorkingSet.Should().BeLessThan(resident + (32 << 20));

        void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                network.zero_grad();
                Twins.Step(network, images);
            }
        }
    }

    [Fact]
    public void Forwards_WithoutABackward_DoNotPileUp()
    {
        using var network = Twins.Network(1.0);
        var images = Twins.Images(8, 96, 96);
        using (NewDisposeScope())
            network.call(images);
        var resident = Environment.WorkingSet;

        // Each one's activations are some 60 MB that only its finalizers free.
        for (var i = 0; i < 30; i++)
        {
            using var scope = NewDisposeScope();
            network.call(images);
        }

        output.WriteLine($"resident {resident / 1e6:F1} MB, then {Environment.WorkingSet / 1e6:F1} MB");
        Environment.WorkingSet.Should().BeLessThan(resident + (400 << 20));
    }
}
