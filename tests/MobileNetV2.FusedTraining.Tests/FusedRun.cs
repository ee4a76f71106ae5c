using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>A forward pass of the fused network on a module's parameters (its buffers stay as they are), and backward passes.</summary>
internal sealed unsafe class FusedRun : IDisposable
{
    private readonly FusedNetwork network;
    private readonly MobileNets.Modules.MobileNetV2 module;
    private readonly Tensor images;
    private readonly Dictionary<string, Tensor> forward = [];
    private readonly FusedPass pass;

    private FusedRun(FusedNetwork network, MobileNets.Modules.MobileNetV2 module, Tensor images)
    {
        (this.network, this.module, this.images) = (network, module, images);
        var parameters = module.Features.named_parameters().ToArray();
        var buffers = module.Features.named_buffers().Select(entry => (entry.name, buffer: entry.buffer.clone())).ToArray();
        var layers = new FusedLayer[network.LayerCount];
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
            forward[buffers[3 * i].name] = buffers[3 * i].buffer;
            forward[buffers[3 * i + 1].name] = buffers[3 * i + 1].buffer;
        }
        forward["embedding"] = zeros([images.shape[0], network.EmbeddingLength]);
        pass = network.Forward(
            RawTensors.Pointer(images), (int)images.shape[0], (int)images.shape[2], (int)images.shape[3], layers, true, RawTensors.Pointer(forward["embedding"]))!;
    }

    public static FusedRun Begin(FusedNetwork network, MobileNets.Modules.MobileNetV2 module, Tensor images) => new(network, module, images);

    /// <returns>The embedding, every gradient, and the running statistics afterwards, by name.</returns>
    public static Dictionary<string, Tensor> Of(FusedNetwork network, MobileNets.Modules.MobileNetV2 module, Tensor images, Tensor direction)
    {
        using var run = new FusedRun(network, module, images);
        return run.Backward(direction);
    }

    /// <returns>As <see cref="Of"/>, with the gradients that are wanted: all of them and the images', unless said otherwise.</returns>
    public Dictionary<string, Tensor> Backward(Tensor direction, Predicate<string>? isWanted = null)
    {
        var results = new Dictionary<string, Tensor>(forward);
        foreach (var (name, parameter) in module.Features.named_parameters())
            if (isWanted?.Invoke(name) != false)
                results[name] = zeros(parameter.shape);
        if (isWanted == null)
            results["images"] = zeros(images.shape);
        var names = module.Features.named_parameters().Select(entry => entry.name).ToArray();
        var gradients = new FusedGradients[network.LayerCount];
        for (var i = 0; i < gradients.Length; i++)
            gradients[i] = new FusedGradients { Weight = Pointer(names[3 * i]), Scale = Pointer(names[3 * i + 1]), Shift = Pointer(names[3 * i + 2]) };
        pass.Backward(RawTensors.Pointer(images), RawTensors.Pointer(direction), gradients, Pointer("images"));
        return results;

        float* Pointer(string name) => results.TryGetValue(name, out var tensor) ? RawTensors.Pointer(tensor) : null;
    }

    public void Dispose() => pass.Dispose();
}
