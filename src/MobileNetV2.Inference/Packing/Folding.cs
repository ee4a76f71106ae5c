using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Finds a convolution's batch normalisation in its block, and folds it.</summary>
internal static class Folding
{
    public static FoldedConvolution Fold(StateDict weights, BlockPlan block, LayerPlan convolution) =>
        BatchNormFolding.Fold(weights, convolution, block.Layers.SkipWhile(layer => layer != convolution).ElementAt(1));
}
