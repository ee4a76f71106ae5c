using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>The memory of tensors.</summary>
internal static unsafe class RawTensors
{
    public static float* Pointer(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>‖actual − expected‖ / ‖expected‖.</summary>
    public static double RelativeError(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        var reference = expected.to(ScalarType.Float64);
        return (actual.to(ScalarType.Float64).sub(reference).norm() / (reference.norm() + 1e-30)).item<double>();
    }
}
