using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Autograd;

// In TorchSharp an error in grad ends the process.
public sealed partial class GradientTests
{
    [Fact]
    public void Grad_UnusedInput_IsRefused()
    {
        using var scope = NewDisposeScope();
        var (x, unused) = (ones(2).requires_grad_(), ones(2).requires_grad_());

        x.Invoking(leaf => autograd.grad([leaf.sum()], [leaf, unused])).Should().Throw<ExternalException>();
    }
}
