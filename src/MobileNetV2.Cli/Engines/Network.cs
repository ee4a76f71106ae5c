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
    public static INetwork Create(Engine? engine, ModelWeights weights, int height, int width, int? threads = null) =>
        engine == Engine.Torch ? new TorchNetwork(weights, threads) : new ManagedNetwork(weights, height, width, threads);
}
