using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>Weights in floating point, whose numbers stand for themselves.</summary>
internal sealed class FloatWeights : NetworkWeights<float>
{
    private readonly StateDict _weights;

    /// <exception cref="WeightsFormatException">A weight is not finite.</exception>
    public FloatWeights(StateDict weights)
    {
        FiniteWeights.Require(weights);
        _weights = weights;
    }

    public override LayerWeights<float> Stem(BlockPlan block) => Fold(block, block.Layers[0]);

    public override LayerWeights<float> Pointwise(BlockPlan block, LayerPlan convolution) => Fold(block, convolution);

    public override LayerWeights<float> Depthwise(BlockPlan block, LayerPlan convolution) => Fold(block, convolution);

    public override LayerWeights<float> Classifier(LayerPlan linear) =>
        new(_weights[$"{linear.Name}.weight"].ReadSingles(), _weights[$"{linear.Name}.bias"].ReadSingles(), []);

    public override float OutputStep(BlockPlan block) => 1;

    public override float ResidualScale(BlockPlan block) => 1;

    private LayerWeights<float> Fold(BlockPlan block, LayerPlan convolution)
    {
        var batchNorm = block.Layers.SkipWhile(layer => layer != convolution).ElementAt(1);
        var folded = BatchNormFolding.Fold(_weights, convolution, batchNorm);
        return new LayerWeights<float>(folded.Weight, folded.Bias, []);
    }
}
