using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Tensors;

/// <summary>Tensors go with their scope, their Dispose or their finalizer; the live count is the process's, so these run alone.</summary>
[Collection("Alone")]
public sealed class LifetimeTests
{
    // What other tests forgot must not go while one of these counts.
    public LifetimeTests()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Fact]
    public void Dispose_Scope_DisposesWhatWasMadeInIt()
    {
        var before = Tensor.TotalCount;
        Tensor kept, lost;
        using (var scope = NewDisposeScope())
        {
            lost = ones(3);
            kept = (lost + 1).MoveToOuterDisposeScope();
            scope.DisposablesCount.Should().Be(1);
        }

        lost.IsInvalid.Should().BeTrue();
        kept.data<float>().ToArray().Should().Equal(2, 2, 2);
        kept.Dispose();
        Tensor.TotalCount.Should().Be(before);
    }

    [Fact]
    public void MoveToOuterDisposeScope_InNestedScopes_HandsOverOneLevel()
    {
        using var outer = NewDisposeScope();
        Tensor moved;
        using (NewDisposeScope())
            moved = ones(1).MoveToOuterDisposeScope();

        outer.Contains(moved).Should().BeTrue();
    }

    [Fact]
    public void Dispose_TensorInScope_LeavesTheScope()
    {
        using var scope = NewDisposeScope();
        var made = ones(1);

        made.Dispose();

        scope.DisposablesCount.Should().Be(0);
    }

    [Fact]
    public void Finalizer_ForgottenTensor_FreesIt()
    {
        var before = Tensor.TotalCount;
        Forget();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 10; i++)
                ones(1000);
        }
    }
}

[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
