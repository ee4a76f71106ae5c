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

    /// <summary>The sum over tensors of ‖actual − expected‖² / ‖expected‖², those that are nothing but rounding left out.</summary>
    public static double SquaredError(Dictionary<string, Tensor> actual, Dictionary<string, Tensor> expected, IEnumerable<string> names)
    {
        const double Rounding = 1e-10;
        var total = 0.0;
        foreach (var name in names.Where(name => expected[name].abs().max().to(ScalarType.Float64).item<double>() > Rounding))
            total += Math.Pow(RelativeError(actual[name], expected[name]), 2);
        return total;
    }
}
