using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>A forward and a backward pass of the fused network on a module's parameters.</summary>
internal static unsafe class FusedRun
{
    /// <returns>The embedding, every gradient, and the running statistics afterwards, by name.</returns>
    public static Dictionary<string, Tensor> Of(FusedNetwork network, MobileNets.Modules.MobileNetV2 module, Tensor images, Tensor direction)
    {
        var parameters = module.Features.named_parameters().ToArray();
        var buffers = module.Features.named_buffers().Select(entry => (entry.name, buffer: entry.buffer.clone())).ToArray();
        var results = new Dictionary<string, Tensor>();
        var layers = new FusedLayer[network.LayerCount];
        var gradients = new FusedGradients[network.LayerCount];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = new FusedLayer
            {
                Weight = RawTensors.Pointer(parameters[3 * i].parameter),
                Scale = RawTensors.Pointer(parameters[3 * i + 1].parameter),
                Shift = RawTensors.Pointer(parameters[3 * i + 2].parameter),
                RunningMean = RawTensors.Pointer(buffers[3 * i].buffer),
                RunningVariance = RawTensors.Pointer(buffers[3 * i + 1].buffer),
                Momentum = 0.1,
                Epsilon = 1e-5,
                UsesBatchStatistics = true,
            };
            for (var k = 0; k < 3; k++)
                results[parameters[3 * i + k].name] = zeros(parameters[3 * i + k].parameter.shape);
            for (var k = 0; k < 2; k++)
                results[buffers[3 * i + k].name] = buffers[3 * i + k].buffer;
            gradients[i] = new FusedGradients
            {
                Weight = RawTensors.Pointer(results[parameters[3 * i].name]),
                Scale = RawTensors.Pointer(results[parameters[3 * i + 1].name]),
                Shift = RawTensors.Pointer(results[parameters[3 * i + 2].name]),
            };
        }
        results["embedding"] = zeros([images.shape[0], network.EmbeddingLength]);
        results["images"] = zeros(images.shape);
        using var pass = network.Forward(
            RawTensors.Pointer(images), (int)images.shape[0], (int)images.shape[2], (int)images.shape[3], layers, true, RawTensors.Pointer(results["embedding"]));
        pass!.Backward(RawTensors.Pointer(images), RawTensors.Pointer(direction), gradients, RawTensors.Pointer(results["images"]));
        return results;
    }
}
