using System.Runtime.CompilerServices;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Reads weights and refuses those that are infinite or not a number.</summary>
internal static class FiniteWeights
{
    /// <summary>Reads a tensor.</summary>
    /// <exception cref="WeightsFormatException">A number is not finite; the message names the tensor.</exception>
    public static float[] Read(StateDict weights, string name)
    {
        var values = weights[name].ReadSingles();
        return IndexOfNotFinite(values) is var index and >= 0
            ? throw new WeightsFormatException(weights.Origin, $"'{name}', element {index}",
                FormattableString.Invariant($"expected a finite number, found {values[index]}"),
                "Training diverged or the file is damaged; use an earlier checkpoint.")
            : values;
    }

    // Optimised at once: it runs when a model is loaded, often only then.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOfNotFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return i;
        return -1;
    }
}
