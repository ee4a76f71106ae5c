using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Autograd;

// In TorchSharp an exception out of a function's backward ends the process, and what a graph that is gone had saved is a null reference.
public sealed partial class CustomFunctionTests
{
    [Fact]
    public void Backward_NotRetained_RefusesTheNext()
    {
        var loss = Root.apply(Leaf(4, 16)).sum();

        loss.backward();

        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("*second time*");
    }

    [Fact]
    public void Context_AfterItsGraphIsGone_HasNothingSaved()
    {
        autograd.AutogradContext? kept = null;
        using (NewDisposeScope())
        {
            Scripted.apply(Leaf(1, 2), new Scripted.Script(
                (context, x) =>
                {
                    kept = context;
                    context.save_for_backward([x]);
                    return [x * 1];
                },
                (_, gradients) => [gradients[0], null]));
            kept!.get_saved_variables().Should().ContainSingle().Which.Should().NotBeNull();
        }

        kept.get_saved_variables().Should().Equal((Tensor?)null);
    }

    [Fact]
    public void Backward_SavedInputChangedInPlace_Refuses()
    {
        var (x, y) = (Leaf(1, 2), ones(2));
        var loss = ExpTimes.apply(x, y, "note").sum();

        y.add_(1);

        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("*modified by an inplace operation*");
    }

    [Fact]
    public void Backward_ManagedException_ComesOutAsItIs()
    {
        var thrown = new InvalidDataException("mine");
        var x = Leaf(1, 2);
        var loss = Scripted.apply(x * 2, Throwing(() => throw thrown))[0].sum();

        var caught = loss.Invoking(l => l.backward()).Should().Throw<InvalidDataException>().Which;

        caught.Should().BeSameAs(thrown);
        caught.StackTrace.Should().Contain(nameof(Scripted));
        x.grad.Should().BeNull();
        (x * 2).sum().backward();
        Values(x.grad).Should().Equal(2, 2);
    }

    [Fact]
    public void Backward_ExceptionInNestedBackward_ComesThroughBoth()
    {
        var loss = Scripted.apply(Leaf(1), Throwing(() =>
        {
            using var recording = enable_grad();
            Scripted.apply(Leaf(1), Throwing(() => throw new InvalidDataException("inner")))[0].backward();
        }))[0].sum();

        loss.Invoking(l => l.backward()).Should().Throw<InvalidDataException>().WithMessage("inner");
    }

    [Fact]
    public void Backward_NativeExceptionInside_IsAnExternalException()
    {
        var loss = Scripted.apply(Leaf(1, 2), Throwing(() => ones(2).matmul(ones(3))))[0].sum();

        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("*inconsistent tensor size*");
    }

    [Fact]
    public void Backward_WrongNumberOfGradients_NamesTheFunction()
    {
        var few = Scripted.apply(Leaf(1, 2), new Scripted.Script((_, x) => [x * 1], (_, _) => [null]))[0].sum();
        var misplaced = Scripted.apply(Leaf(1, 2), new Scripted.Script((_, x) => [x * 1], (_, gradients) => [null, gradients[0]]))[0].sum();

        few.Invoking(l => l.backward()).Should().Throw<NotImplementedException>().WithMessage("*Scripted*expected 2*got 1*");
        misplaced.Invoking(l => l.backward()).Should().Throw<NotImplementedException>().WithMessage("*Scripted*position 2*");
    }

    private static Scripted.Script Throwing(Action action) => new(
        (_, x) => [x * 1],
        (_, gradients) =>
        {
            action();
            return [gradients[0], null];
        });
}
