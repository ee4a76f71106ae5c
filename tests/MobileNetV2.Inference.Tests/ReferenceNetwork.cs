using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests;

/// <summary>The network as it is defined, layer by layer in double precision; nothing is folded, fused or laid out.</summary>
internal sealed class ReferenceNetwork(NetworkPlan plan, StateDict weights)
{
    /// <summary>The output of every block for one image.</summary>
    public List<double[]> Run(ReadOnlySpan<float> image)
    {
        var outputs = new List<double[]>();
        var map = new double[image.Length];
        for (var i = 0; i < map.Length; i++)
            map[i] = image[i];
        foreach (var block in plan.Blocks)
        {
            var input = map;
            foreach (var layer in block.Layers)
                map = Apply(layer, map);
            if (block.HasShortcut)
                for (var i = 0; i < map.Length; i++)
                    map[i] += input[i];
            outputs.Add(map);
        }
        return outputs;
    }

    private double[] Apply(LayerPlan layer, double[] input) => layer.Kind switch
    {
        LayerKind.Convolution => Convolve(layer, input),
        LayerKind.BatchNorm => Normalise(layer, input),
        LayerKind.ReLU6 => Array.ConvertAll(input, value => Math.Clamp(value, 0, 6)),
        LayerKind.AveragePool => Pool(layer, input),
        LayerKind.Dropout => input,
        LayerKind.Linear => Multiply(layer, input),
        _ => throw new ArgumentOutOfRangeException(nameof(layer)),
    };

    private double[] Convolve(LayerPlan layer, double[] input)
    {
        var filters = Read(layer, "weight");
        var (inChannels, inHeight, inWidth) = (layer.Input.Channels / layer.Groups, layer.Input.Height, layer.Input.Width);
        var (height, width, kernel) = (layer.Output.Height, layer.Output.Width, layer.Kernel);
        var output = new double[layer.Output.Elements];
        for (var o = 0; o < layer.Output.Channels; o++)
            for (var i = 0; i < inChannels; i++)
            {
                var plane = (o / (layer.Output.Channels / layer.Groups) * inChannels + i) * inHeight * inWidth;
                for (var tap = 0; tap < kernel * kernel; tap++)
                {
                    double weight = filters[(o * inChannels + i) * kernel * kernel + tap];
                    var (dy, dx) = (tap / kernel * layer.Dilation - layer.Padding, tap % kernel * layer.Dilation - layer.Padding);
                    for (var y = 0; y < height; y++)
                    {
                        var row = y * layer.Stride + dy;
                        if (row < 0 || row >= inHeight)
                            continue;
                        for (var x = 0; x < width; x++)
                        {
                            var column = x * layer.Stride + dx;
                            if (column >= 0 && column < inWidth)
                                output[(o * height + y) * width + x] += weight * input[plane + row * inWidth + column];
                        }
                    }
                }
            }
        return output;
    }

    private double[] Normalise(LayerPlan layer, double[] input)
    {
        var (scale, shift) = (Read(layer, "weight"), Read(layer, "bias"));
        var (mean, variance) = (Read(layer, "running_mean"), Read(layer, "running_var"));
        var pixels = (int)layer.Output.Pixels;
        var output = new double[input.Length];
        for (var i = 0; i < output.Length; i++)
        {
            var channel = i / pixels;
            output[i] = (input[i] - mean[channel]) / Math.Sqrt(variance[channel] + 1e-5) * scale[channel] + shift[channel];
        }
        return output;
    }

    private static double[] Pool(LayerPlan layer, double[] input)
    {
        var pixels = (int)layer.Input.Pixels;
        return [.. Enumerable.Range(0, layer.Input.Channels).Select(channel => input.AsSpan(channel * pixels, pixels).ToArray().Average())];
    }

    private double[] Multiply(LayerPlan layer, double[] input)
    {
        var (matrix, bias) = (Read(layer, "weight"), Read(layer, "bias"));
        var output = new double[bias.Length];
        for (var o = 0; o < output.Length; o++)
        {
            output[o] = bias[o];
            for (var i = 0; i < input.Length; i++)
                output[o] += (double)matrix[o * input.Length + i] * input[i];
        }
        return output;
    }

    private float[] Read(LayerPlan layer, string entry) => weights[$"{layer.Name}.{entry}"].ReadSingles();
}
