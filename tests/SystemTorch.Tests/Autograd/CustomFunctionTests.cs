using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Autograd;

/// <summary>Custom functions beside libtorch's own derivatives, and what may go wrong on the way through its engine.</summary>
[Collection("Alone")]
public sealed partial class CustomFunctionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Backward_CustomFunction_GivesLibtorchsGradients()
    {
        var (x, y) = (Leaf(1, -2, 3), Leaf(0.5f, 4, -1));
        (ExpTimes.apply(x, y, "note") * x).sum().backward();
        var (rx, ry) = (x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_());
        (rx.exp() * ry * rx).sum().backward();

        Values(x.grad).Should().Equal(Values(rx.grad));
        Values(y.grad).Should().Equal(Values(ry.grad));
    }

    [Fact]
    public void Apply_TwiceInOneGraph_AddsUp()
    {
        var (x, y) = (Leaf(0.1f, 0.2f), Leaf(2, 3));
        ExpTimes.apply(ExpTimes.apply(x, y, "note"), y, "note").sum().backward();
        var (rx, ry) = (x.detach().clone().requires_grad_(), y.detach().clone().requires_grad_());
        ((rx.exp() * ry).exp() * ry).sum().backward();

        x.grad!.allclose(rx.grad!).Should().BeTrue();
        y.grad!.allclose(ry.grad!).Should().BeTrue();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Backward_OneInputNeedsNoGradient_OnlyTheOtherGetsOne(bool first, bool second)
    {
        var (x, y) = (Leaf(1, 2).requires_grad_(first), Leaf(3, 4).requires_grad_(second));

        ExpTimes.apply(x, y, "note").sum().backward();

        (x.grad is not null).Should().Be(first);
        (y.grad is not null).Should().Be(second);
    }

    [Fact]
    public void Apply_NothingNeedsAGradient_IsNotRecorded()
    {
        var result = ExpTimes.apply(Leaf(1, 2).requires_grad_(false), ones(2), "note");

        result.requires_grad.Should().BeFalse();
        result.is_leaf.Should().BeTrue();
    }

    [Fact]
    public void Apply_WithoutGradientMode_IsNotRecorded()
    {
        using (no_grad())
            ExpTimes.apply(Leaf(1, 2), ones(2), "note").requires_grad.Should().BeFalse();
        using (inference_mode())
            ExpTimes.apply(Leaf(1, 2), ones(2), "note").requires_grad.Should().BeFalse();
        is_grad_enabled().Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Backward_OutputWithoutGradient_HasZerosOrNothing(bool materialize)
    {
        var (x, y) = (Leaf(1, 2), Leaf(3, 4));

        DoubleAndSum.apply(x, y, materialize)[0].sum().backward();

        Values(x.grad).Should().Equal(2, 2);
        if (materialize)
            Values(y.grad).Should().Equal(0, 0);
        else
            y.grad.Should().BeNull();
    }

    [Fact]
    public void Backward_SavedOutput_IsTheResult()
    {
        var x = Leaf(4, 9);

        Root.apply(x).sum().backward();

        Values(x.grad).Should().Equal(0.25f, 1f / 6);
    }

    [Fact]
    public void Backward_RetainedTwice_AddsUp()
    {
        var x = Leaf(4, 16);
        var loss = Root.apply(x).sum();

        loss.backward(retain_graph: true);
        loss.backward();

        Values(x.grad).Should().Equal(0.5f, 0.25f);
    }

    [Fact]
    public void Backward_CreateGraph_CanBeDifferentiatedAgain()
    {
        var x = Leaf(1, 2);
        var y = ones(2);

        var first = autograd.grad([ExpTimes.apply(x, y, "note").sum()], [x], create_graph: true)[0];
        first.sum().backward();

        Values(x.grad).Should().Equal(Values(x.exp()));
    }

    [Fact]
    public void MarkNonDifferentiable_Output_NeedsNoGradient()
    {
        var results = Scripted.apply(Leaf(1, 2), new Scripted.Script(
            (context, x) =>
            {
                var sign = x.sign();
                context.mark_non_differentiable([sign]);
                return [x * 2, sign];
            },
            (_, gradients) => [gradients[0] * 2, null]));

        results[0].requires_grad.Should().BeTrue();
        results[1].requires_grad.Should().BeFalse();
    }

    [Fact]
    public void MarkDirty_Input_IsTheResult()
    {
        var x = Leaf(1, 2);
        var hidden = x * 1;
        Scripted.apply(hidden, new Scripted.Script(
            (context, input) =>
            {
                input.mul_(3);
                context.mark_dirty([input]);
                return [input];
            },
            (_, gradients) => [gradients[0] * 3, null]));

        hidden.sum().backward();

        Values(hidden.detach()).Should().Equal(3, 6);
        Values(x.grad).Should().Equal(3, 3);
    }

    [Fact]
    public void Backward_GradientOfAnotherShape_IsAnExternalException()
    {
        var loss = Scripted.apply(Leaf(1, 2), new Scripted.Script((_, x) => [x * 1], (_, _) => [ones(7), null]))[0].sum();

        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("*invalid gradient*");
    }

    [Fact]
    public void Apply_ExceptionInForward_ComesOutAndRecordsNothing()
    {
        var x = Leaf(1, 2);

        x.Invoking(leaf => Scripted.apply(leaf, new Scripted.Script((_, _) => throw new InvalidDataException("mine"), (_, _) => [])))
            .Should().Throw<InvalidDataException>();

        is_grad_enabled().Should().BeTrue();
    }

    [Fact]
    public void Graph_DroppedWithoutBackward_FreesItsContext()
    {
        var context = Drop();
        for (var i = 0; i < 5 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.Should().BeFalse();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Drop()
        {
            using var scope = NewDisposeScope();
            WeakReference? seen = null;
            Scripted.apply(Leaf(1, 2), new Scripted.Script(
                (context, x) =>
                {
                    seen = new WeakReference(context);
                    return [x * 1];
                },
                (_, gradients) => [gradients[0], null]));
            return seen!;
        }
    }

    [Fact]
    public void Backward_OnManyThreads_KeepsThemApart() =>
        Parallel.For(0, 64, i =>
        {
            using var scope = NewDisposeScope();
            var x = Leaf(1 << (i % 10), 2);
            for (var round = 1; round <= 20; round++)
            {
                Root.apply(x * x).sum().backward();
                Values(x.grad).Should().Equal(round, round);
            }
        });

    [Fact]
    public void Step_ThousandsOfTimes_MemoryStaysFlat()
    {
        var before = Tensor.TotalCount;
        for (var i = 0; i < 300; i++)
            Step();
        GC.Collect();
        var resident = Environment.WorkingSet;

        for (var i = 0; i < 5000; i++)
            Step();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);
        // 5000 leaked steps would be 5000 × 80 kB.
        Environment.WorkingSet.Should().BeLessThan(resident + (64 << 20));

        static void Step()
        {
            using var scope = NewDisposeScope();
            var x = ones(new long[] { 5000 }).requires_grad_();
            var y = ones(new long[] { 5000 });
            var loss = ExpTimes.apply(ExpTimes.apply(x * 0.1, y, "note"), y, "note").sum();
            if (Random.Shared.Next(4) > 0)
                loss.backward();
        }
    }

    private static Tensor Leaf(params float[] values) => tensor(values).requires_grad_();

    private static float[] Values(Tensor? tensor) => tensor!.data<float>().ToArray();
}
