namespace MobileNets.Cli.Commands;

/// <summary>What a benchmark measured.</summary>
/// <param name="Engine">What computed.</param>
/// <param name="Threads">Threads it computed with.</param>
/// <param name="Batch">Pictures at a time.</param>
/// <param name="MedianMs">Median time of a pass.</param>
/// <param name="MinMs">Shortest time of a pass.</param>
/// <param name="WorkspaceBytes">Memory beyond the weights.</param>
internal sealed record BenchResult(string Engine, int Threads, int Batch, double MedianMs, double MinMs, long WorkspaceBytes)
{
    /// <summary>Median time for each picture of the batch.</summary>
    public double PerImageMs => MedianMs / Batch;
}
