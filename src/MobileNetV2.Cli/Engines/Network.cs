using MobileNets.Architecture;
using MobileNets.Cli.Hosting;
using MobileNets.Cli.Input;
using MobileNets.Weights;

namespace MobileNets.Cli.Engines;

/// <summary>Chooses what computes.</summary>
internal static class Network
{
    /// <summary>Builds a network out of its weights.</summary>
    /// <param name="engine">What the user asked for; null for the engine that needs no torch.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="height">Rows of the pictures.</param>
    /// <param name="width">Columns of the pictures.</param>
    /// <param name="threads">Threads that compute; null for one a processor.</param>
    /// <exception cref="CommandFailedException">The engine doesn't compute such a network.</exception>
    public static INetwork Create(Engine? engine, ClassifierWeights weights, int height, int width, int? threads = null)
    {
        if (engine == Engine.Torch)
            return new TorchNetwork(RequireFloats(weights), threads);
        try
        {
            return new ManagedNetwork(weights, height, width, threads);
        }
        catch (InvalidArchitectureException exception) when (exception.Setting is nameof(MobileNetV2Options.Bottleneck) or nameof(MobileNetV2Options.Shortcut))
        {
            throw new CommandFailedException($"{exception.Message} Use --engine torch.");
        }
    }

    /// <summary>The weights in floating point, which is all that torch's modules take.</summary>
    public static ModelWeights RequireFloats(ClassifierWeights weights) =>
        weights.Floats ?? throw new CommandFailedException($"{weights.Quantized!.Tensors.Origin}: quantised weights; only --engine managed runs them.");
}
