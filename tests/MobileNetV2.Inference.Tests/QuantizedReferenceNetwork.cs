using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests;

/// <summary>
/// A quantised network as it is defined: layer by layer, planes of integers, sums in 64 bits. Behind ReLU6 4095 stands for 6, behind a
/// projection for the block's maximum.
/// </summary>
internal sealed class QuantizedReferenceNetwork(NetworkPlan plan, QuantizedWeights weights)
{
    private const int Largest = 4095;
    private const int ClassifierSlab = 32;
    private const double ActivationStep = 6.0 / Largest;

    public List<(long[] Map, double Step)> Blocks { get; } = [];

    public float[] Embedding { get; private set; } = [];

    public float[] Logits { get; private set; } = [];

    public void Run(ReadOnlySpan<float> image)
    {
        Blocks.Clear();
        foreach (var block in plan.Blocks)
        {
            if (Blocks.Count == 0)
                Blocks.Add((Stem(block, image), ActivationStep));
            else if (block.Kind == BlockKind.InvertedResidual)
                Blocks.Add((InvertedResidual(block), weights.OutputMaximum(block) / (double)Largest));
            else if (block.Layers[0].Kind == LayerKind.Convolution)
                Blocks.Add((Convolve(block.Layers[0], Blocks[^1].Map, Blocks[^1].Step, ActivationStep, isLinear: false), ActivationStep));
            else
                Finish(block);
        }
    }

    private long[] Stem(BlockPlan block, ReadOnlySpan<float> image)
    {
        var layer = block.Layers[0];
        var filters = weights.Weight(layer);
        var (scale, bias) = (weights.Scale(layer), weights.Bias(layer));
        var (height, width) = (layer.Output.Height, layer.Output.Width);
        var output = new long[layer.Output.Elements];
        for (var i = 0; i < output.Length; i++)
        {
            var (channel, y, x) = (i / (height * width), i / width % height, i % width);
            var sum = (float)(bias[channel] / ActivationStep);
            for (var tap = 0; tap < layer.Input.Channels * 9; tap++)
            {
                var (row, column) = (2 * y + tap / 3 % 3 - 1, 2 * x + tap % 3 - 1);
                if (row < 0 || row >= layer.Input.Height || column < 0 || column >= layer.Input.Width)
                    continue;
                var weight = (float)(filters[channel * layer.Input.Channels * 9 + tap] * (double)scale[channel] / ActivationStep);
                sum = MathF.FusedMultiplyAdd(image[(tap / 9 * layer.Input.Height + row) * layer.Input.Width + column], weight, sum);
            }
            output[i] = Round(sum, 0);
        }
        return output;
    }

    private long[] InvertedResidual(BlockPlan block)
    {
        var (input, inputStep) = Blocks[^1];
        var outputStep = weights.OutputMaximum(block) / (double)Largest;
        var convolutions = block.Layers.Where(layer => layer.Kind == LayerKind.Convolution).ToList();
        var (map, step) = (input, inputStep);
        foreach (var layer in convolutions.SkipLast(1))
            (map, step) = (Convolve(layer, map, step, ActivationStep, isLinear: false), ActivationStep);
        return Convolve(convolutions[^1], map, step, outputStep, isLinear: true, block.HasShortcut ? input : null, (float)(inputStep / outputStep));
    }

    private long[] Convolve(
        LayerPlan layer, long[] input, double inputStep, double outputStep, bool isLinear, long[]? residual = null, float residualScale = 0)
    {
        var filters = weights.Weight(layer);
        var (scale, bias) = (weights.Scale(layer), weights.Bias(layer));
        var (inChannels, kernel) = (layer.Input.Channels / layer.Groups, layer.Kernel);
        var (height, width) = (layer.Output.Height, layer.Output.Width);
        var output = new long[layer.Output.Elements];
        for (var i = 0; i < output.Length; i++)
        {
            var (channel, y, x) = (i / (height * width), i / width % height, i % width);
            var first = channel / (layer.Output.Channels / layer.Groups) * inChannels;
            var sum = 0L;
            for (var tap = 0; tap < kernel * kernel; tap++)
            {
                var row = y * layer.Stride + tap / kernel * layer.Dilation - layer.Padding;
                var column = x * layer.Stride + tap % kernel * layer.Dilation - layer.Padding;
                if (row < 0 || row >= layer.Input.Height || column < 0 || column >= layer.Input.Width)
                    continue;
                for (var k = 0; k < inChannels; k++)
                    sum += filters[(channel * inChannels + k) * kernel * kernel + tap] * input[((first + k) * layer.Input.Height + row) * layer.Input.Width + column];
            }
            var value = MathF.FusedMultiplyAdd(sum, (float)(scale[channel] * inputStep / outputStep), (float)(bias[channel] / outputStep));
            if (residual is not null)
                value = MathF.FusedMultiplyAdd(residual[i], residualScale, value);
            output[i] = Round(value, isLinear ? -Largest : 0);
        }
        return output;
    }

    private void Finish(BlockPlan block)
    {
        var (map, _) = Blocks[^1];
        if (block.Layers.Any(layer => layer.Kind == LayerKind.AveragePool))
        {
            var pixels = (int)block.Layers[0].Input.Pixels;
            var sums = Enumerable.Range(0, block.Layers[0].Input.Channels).Select(channel => map.AsSpan(channel * pixels, pixels).ToArray().Sum());
            map = [.. sums.Select(sum => Round(sum * (1f / pixels), 0))];
            Embedding = [.. map.Select(value => (float)ActivationStep * value)];
            Blocks.Add((map, ActivationStep));
        }
        if (block.Layers.FirstOrDefault(layer => layer.Kind == LayerKind.Linear) is { } linear)
            Logits = Classify(linear, map);
    }

    private float[] Classify(LayerPlan linear, long[] features)
    {
        var filters = weights.Weight(linear);
        var (scale, bias) = (weights.Scale(linear), weights.Bias(linear));
        var logits = new float[bias.Length];
        for (var o = 0; o < logits.Length; o++)
        {
            logits[o] = bias[o];
            for (var first = 0; first < features.Length; first += ClassifierSlab)
            {
                var sum = 0L;
                for (var k = first; k < Math.Min(first + ClassifierSlab, features.Length); k++)
                    sum += filters[o * features.Length + k] * features[k];
                logits[o] = MathF.FusedMultiplyAdd(sum, (float)(scale[o] * ActivationStep), logits[o]);
            }
        }
        return logits;
    }

    private static long Round(float value, float least) => (long)MathF.Round(Math.Clamp(value, least, Largest), MidpointRounding.ToEven);
}
