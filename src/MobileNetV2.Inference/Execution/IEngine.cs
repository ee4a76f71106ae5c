namespace MobileNets.Inference;

/// <summary>Runs batches on a network, whatever its numbers are.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>What one image takes when all threads work on it.</summary>
    long WorkspaceBytes { get; }

    /// <summary>What the packed weights take.</summary>
    long WeightBytes { get; }

    /// <summary>Runs a batch.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two images.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed of.</exception>
    void Run(in ImageBatch batch, CancellationToken cancellation);
}
