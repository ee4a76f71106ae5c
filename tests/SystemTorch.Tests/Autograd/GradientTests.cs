using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Autograd;

public sealed partial class GradientTests
{
    [Fact]
    public void Grad_OfTwoOutputs_AccumulatesNowhere()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }).requires_grad_();

        var gradients = autograd.grad([x * 2, x * x], [x], [ones(2), ones(2)]);

        gradients[0].data<float>().ToArray().Should().Equal(4, 6);
        x.grad.Should().BeNull();
    }

    [Fact]
    public void Grad_UnusedInputThatIsAllowed_IsInvalid()
    {
        using var scope = NewDisposeScope();
        var (x, unused) = (ones(2).requires_grad_(), ones(2).requires_grad_());

        autograd.grad([x.sum()], [x, unused], allow_unused: true)[1].IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void Backward_OfChosenInputs_LeavesTheOthers()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (ones(2).requires_grad_(), ones(2).requires_grad_());

        autograd.backward((x * y).sum(), inputs: [x]);

        x.grad!.data<float>().ToArray().Should().Equal(1, 1);
        y.grad.Should().BeNull();
    }
}
