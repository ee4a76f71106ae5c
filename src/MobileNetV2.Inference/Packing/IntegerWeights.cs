using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// Quantised weights. Behind ReLU6 the largest integer stands for 6, in a linear bottleneck for the magnitude that calibration found; a layer's
/// scales and biases lead from products of integers straight to the integers of its output.
/// </summary>
internal sealed class IntegerWeights(NetworkPlan plan, QuantizedWeights weights) : NetworkWeights<short>
{
    private const double ActivationStep = 6.0 / KernelSet.IntegerMaximum;

    public override LayerWeights<float> Stem(BlockPlan block)
    {
        var convolution = block.Layers[0];
        var scale = weights.Scale(convolution);
        var filters = weights.Weight(convolution);
        var floats = new float[filters.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)(filters[i] * (double)scale[i / (floats.Length / scale.Length)] / ActivationStep);
        return new LayerWeights<float>(floats, Divide(weights.Bias(convolution), ActivationStep), []);
    }

    public override LayerWeights<short> Pointwise(BlockPlan block, LayerPlan convolution) =>
        Scaled(convolution, Widen(weights.Weight(convolution)), InputStep(block, convolution), OutputStep(block, convolution));

    public override LayerWeights<short> Depthwise(BlockPlan block, LayerPlan convolution) =>
        Scaled(convolution, DepthwiseFilter.Pair(weights.Weight(convolution)), InputStep(block, convolution), ActivationStep);

    public override LayerWeights<short> Classifier(LayerPlan linear) => Scaled(linear, Widen(weights.Weight(linear)), ActivationStep, outputStep: 1);

    public override float OutputStep(BlockPlan block) => (float)Step(block);

    public override float ResidualScale(BlockPlan block) => (float)(Step(Before(block)) / Step(block));

    private static short[] Widen(ReadOnlySpan<sbyte> filters)
    {
        var wide = new short[filters.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = filters[i];
        return wide;
    }

    private static float[] Divide(float[] numbers, double divisor) => Array.ConvertAll(numbers, number => (float)(number / divisor));

    private LayerWeights<short> Scaled(LayerPlan layer, short[] filters, double inputStep, double outputStep) => new(
        filters, Divide(weights.Bias(layer), outputStep), Array.ConvertAll(weights.Scale(layer), scale => (float)(scale * inputStep / outputStep)));

    // What 1 stands for in a block's output.
    private double Step(BlockPlan block) =>
        block.Kind == BlockKind.InvertedResidual ? weights.OutputMaximum(block) / (double)KernelSet.IntegerMaximum : ActivationStep;

    private double InputStep(BlockPlan block, LayerPlan layer) => layer == block.Layers[0] ? Step(Before(block)) : ActivationStep;

    // Of the 1×1 convolutions only an expansion comes first in a block that ends otherwise.
    private double OutputStep(BlockPlan block, LayerPlan layer) =>
        block.Kind == BlockKind.InvertedResidual && layer == block.Layers[0] ? ActivationStep : Step(block);

    private BlockPlan Before(BlockPlan block) => plan.Blocks[plan.Blocks.TakeWhile(other => other != block).Count() - 1];
}
