using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Finds a convolution's batch normalisation in its block, and folds it.</summary>
internal static class Folding
{
    /// <exception cref="WeightsFormatException">A number is not finite, or a variance negative; the message names the tensor.</exception>
    public static FoldedConvolution Fold(StateDict weights, BlockPlan block, LayerPlan convolution)
    {
        var batchNorm = block.Layers.SkipWhile(layer => layer != convolution).ElementAt(1);
        // Folding names its layer, this the tensor; and an infinite variance would fold into zeros without a complaint.
        foreach (var entry in batchNorm.StateEntries.Where(entry => entry.ElementType == StateElementType.Float32))
            FiniteWeights.Read(weights, entry.Name);
        return BatchNormFolding.Fold(weights, convolution, batchNorm);
    }
}
