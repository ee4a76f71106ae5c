using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.FusedTraining.Tests;

/// <summary>A forward and a backward pass of a module on libtorch's operators.</summary>
internal static class TorchRun
{
    /// <returns>The embedding, every gradient, and the running statistics afterwards, by name.</returns>
    public static Dictionary<string, Tensor> Of(MobileNets.Modules.MobileNetV2 module, Tensor images, Tensor direction)
    {
        var input = images.clone().requires_grad_(true);
        var embedding = module.Embed(input);
        embedding.backward([direction]);
        var results = new Dictionary<string, Tensor> { ["embedding"] = embedding.detach(), ["images"] = input.grad! };
        foreach (var (name, parameter) in module.Features.named_parameters())
            results[name] = parameter.grad!;
        foreach (var (name, buffer) in module.Features.named_buffers())
            if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
                results[name] = buffer;
        return results;
    }
}
