using System.Runtime.CompilerServices;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Refuses weights that are infinite or not a number.</summary>
internal static class FiniteWeights
{
    /// <summary>Checks vectors and matrices; the convolutions' filters are checked as batch normalisation is folded into them.</summary>
    /// <exception cref="WeightsFormatException">A number is not finite; the message names its tensor.</exception>
    public static void Require(StateDict weights)
    {
        foreach (var tensor in weights)
        {
            if (!tensor.ElementType.IsFloatingPoint() || tensor.Shape.Count == 4)
                continue;
            var values = tensor.ReadSingles();
            if (IndexOfNotFinite(values) is var index and >= 0)
                throw new WeightsFormatException(weights.Origin, $"'{tensor.Name}', element {index}",
                    FormattableString.Invariant($"expected a finite number, found {values[index]}"),
                    "Training diverged or the file is damaged; use an earlier checkpoint.");
        }
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
