using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>
/// Folds batch normalisation, which in evaluation is a scale and a shift for each channel, into the convolution before it:
/// <c>y = γ·(w∗x − μ) / √(σ² + ε) + β = (s·w)∗x + (β − s·μ)</c> with <c>s = γ / √(σ² + ε)</c> (arXiv 1502.03167, algorithm 2).
/// </summary>
public static class BatchNormFolding
{
    /// <summary>Folds one pair of layers. Each number is computed in double precision and rounded once.</summary>
    /// <param name="weights">Has the entries of both layers, as the plan shapes them.</param>
    /// <param name="convolution">A convolution without bias.</param>
    /// <param name="batchNorm">The batch normalisation of its output.</param>
    /// <exception cref="WeightsFormatException">A variance is negative or not a number, or a folded number is not finite;
    /// the message names the tensor.</exception>
    public static FoldedConvolution Fold(StateDict weights, LayerPlan convolution, LayerPlan batchNorm)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(convolution);
        ArgumentNullException.ThrowIfNull(batchNorm);

        var weight = weights[$"{convolution.Name}.weight"].ReadSingles();
        var scale = weights[$"{batchNorm.Name}.weight"].ReadSingles();
        var shift = weights[$"{batchNorm.Name}.bias"].ReadSingles();
        var mean = weights[$"{batchNorm.Name}.running_mean"].ReadSingles();
        var variance = weights[$"{batchNorm.Name}.running_var"].ReadSingles();

        var bias = new float[scale.Length];
        var filterLength = weight.Length / scale.Length;
        for (var channel = 0; channel < scale.Length; channel++)
        {
            if (!(variance[channel] >= 0))
                throw Fault(weights, $"{batchNorm.Name}.running_var", channel, "a variance of 0 or more", variance[channel]);
            var factor = scale[channel] / Math.Sqrt(variance[channel] + LayerPlan.BatchNormEpsilon);
            bias[channel] = (float)(shift[channel] - factor * mean[channel]);
            if (!float.IsFinite(bias[channel]))
                throw Fault(weights, batchNorm.Name, channel, "numbers that fold into a finite bias", bias[channel]);
            foreach (ref var tap in weight.AsSpan(channel * filterLength, filterLength))
            {
                tap = (float)(factor * tap);
                if (!float.IsFinite(tap))
                    throw Fault(weights, $"{convolution.Name}.weight", channel, $"weights that stay finite with {batchNorm.Name} folded in", tap);
            }
        }
        return new FoldedConvolution(weight, bias);
    }

    private static WeightsFormatException Fault(StateDict weights, string name, int channel, string expected, float found) => new(
        weights.Origin, $"'{name}', channel {channel}", FormattableString.Invariant($"expected {expected}, found {found}"),
        "Training diverged or the file is damaged; use an earlier checkpoint.");
}
