namespace MobileNets.Benchmarks;

/// <summary>Both sides in one configuration.</summary>
/// <param name="Width">The width multiplier.</param>
/// <param name="Size">Height and width of the pictures.</param>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="Batch">Pictures at a time.</param>
/// <param name="OursMinimum">Milliseconds a picture.</param>
/// <param name="OursMedian">Milliseconds a picture.</param>
/// <param name="PeerMinimum">Milliseconds a picture.</param>
/// <param name="PeerMedian">Milliseconds a picture.</param>
/// <param name="PeakShare">Our shortest time as a share of what as many threads could do with fused multiply-adds in registers.</param>
/// <param name="WorkspaceBytes">Our activations.</param>
/// <param name="Difference">The largest difference of the sides' logits, relative to the largest logit.</param>
internal sealed record Comparison(
    double Width, int Size, int Threads, int Batch, double OursMinimum, double OursMedian, double PeerMinimum, double PeerMedian,
    double PeakShare, long WorkspaceBytes, double Difference)
{
    public double MedianRatio => OursMedian / PeerMedian;

    public double MinimumRatio => OursMinimum / PeerMinimum;
}
