using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Weights in floating point, whose numbers stand for themselves. Those that are not finite are refused as they are read.</summary>
internal sealed class FloatWeights(StateDict weights) : NetworkWeights<float>
{
    public override LayerWeights<float> Stem(BlockPlan block) => Fold(block, block.Layers[0]);

    public override LayerWeights<float> Pointwise(BlockPlan block, LayerPlan convolution) => Fold(block, convolution);

    public override LayerWeights<float> Depthwise(BlockPlan block, LayerPlan convolution) => Fold(block, convolution);

    public override LayerWeights<float> Classifier(LayerPlan linear) =>
        new(FiniteWeights.Read(weights, $"{linear.Name}.weight"), FiniteWeights.Read(weights, $"{linear.Name}.bias"), []);

    public override float OutputStep(BlockPlan block) => 1;

    public override float ResidualScale(BlockPlan block) => 1;

    private LayerWeights<float> Fold(BlockPlan block, LayerPlan convolution)
    {
        var batchNorm = block.Layers.SkipWhile(layer => layer != convolution).ElementAt(1);
        // Folding names its layer, this the tensor; and an infinite variance would fold into zeros without a complaint.
        foreach (var entry in batchNorm.StateEntries.Where(entry => entry.ElementType == StateElementType.Float32))
            FiniteWeights.Read(weights, entry.Name);
        var folded = BatchNormFolding.Fold(weights, convolution, batchNorm);
        return new LayerWeights<float>(folded.Weight, folded.Bias, []);
    }
}
