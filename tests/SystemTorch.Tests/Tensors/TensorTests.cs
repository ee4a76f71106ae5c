using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Backward_OfPolynomial_GivesItsDerivative()
    {
        using var x = tensor(new[] { 1.0, 2.0, -3.0 }, requires_grad: true);

        (x * x * x + 2 * x).sum().backward();

        x.grad!.data<double>().ToArray().Should().Equal(5, 14, 29); // 3x² + 2
    }

    [Fact]
    public void NoGrad_InScope_StopsTheGraphOnThisThreadOnly()
    {
        using var x = ones(new long[] { 2 }, requires_grad: true);
        using (no_grad())
        {
            x.mul(2).requires_grad.Should().BeFalse();
            var elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            elsewhere.Should().BeTrue();
        }
        x.mul(2).requires_grad.Should().BeTrue();
    }

    [Fact]
    public void Operators_WithScalarOnEitherSide_GiveTheArithmetic()
    {
        using var x = tensor(new[] { 1f, 2f, 4f });

        (x + 1).data<float>().ToArray().Should().Equal(2, 3, 5);
        (1 - x).data<float>().ToArray().Should().Equal(0, -1, -3);
        (8 / x).data<float>().ToArray().Should().Equal(8, 4, 2);
        (0.5 * x).data<float>().ToArray().Should().Equal(0.5f, 1, 2);
        (-x).data<float>().ToArray().Should().Equal(-1, -2, -4);
        (x > 1.5f).data<bool>().ToArray().Should().Equal(false, true, true);
    }

    [Fact]
    public void Data_OfTransposedTensor_IsInLogicalOrder()
    {
        using var x = tensor(new[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);
        using var transposed = x.transpose(0, 1);

        transposed.data<int>().ToArray().Should().Equal(1, 4, 2, 5, 3, 6);
        transposed.data<int>()[2, 1].Should().Be(6);
    }

    [Fact]
    public void Data_OfWrongType_Throws()
    {
        using var x = ones(2);
        var read = () => x.data<double>();

        read.Should().Throw<ArgumentException>().WithMessage("Double is not compatible with Float32");
    }

    [Fact]
    public void Use_AfterDispose_Throws()
    {
        var x = ones(2);
        x.Dispose();
        var use = () => x + 1;

        use.Should().Throw<InvalidOperationException>().WithMessage("Tensor invalid -- empty handle.");
    }

    [Fact]
    public void Call_ShapesThatDoNotFit_ThrowsLibtorchsMessage()
    {
        using var a = ones(2, 3);
        using var b = ones(2, 3);
        var multiply = () => a.mm(b);

        multiply.Should().Throw<ExternalException>().WithMessage("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)*");
    }

    [Fact]
    public void RngState_SetBack_RepeatsTheNumbers()
    {
        manual_seed(1);
        var state = random.get_rng_state();
        var first = randn(5).data<float>().ToArray();

        random.set_rng_state(state);

        randn(5).data<float>().ToArray().Should().Equal(first);
    }

    [Fact]
    public void Randn_WithSeed_GivesPyTorchsNumbers()
    {
        // python3 -c "import torch; torch.manual_seed(0); print(torch.randn(3))"
        manual_seed(0);

        randn(3).data<float>().ToArray().Should().Equal([1.5410f, -0.2934f, -2.1788f], (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void SetNumThreads_Takes()
    {
        var before = get_num_threads();
        before.Should().Be(Environment.ProcessorCount);
        set_num_threads(1);
        get_num_threads().Should().Be(1);
        set_num_threads(before);
    }
}
