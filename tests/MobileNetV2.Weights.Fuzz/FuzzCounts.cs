namespace MobileNets.Weights.Fuzz;

/// <summary>What one worker counts, or all of them together.</summary>
internal sealed class FuzzCounts
{
    public long Accepted { get; set; }

    public long Refused { get; set; }

    public long Failed { get; set; }

    public long PastOuterLayer { get; set; }

    public double SlowestMilliseconds { get; set; }

    public long LargestAllocation { get; set; }

    public long Inputs => Accepted + Refused + Failed;

    public void Add(FuzzCounts other)
    {
        Accepted += other.Accepted;
        Refused += other.Refused;
        Failed += other.Failed;
        PastOuterLayer += other.PastOuterLayer;
        SlowestMilliseconds = Math.Max(SlowestMilliseconds, other.SlowestMilliseconds);
        LargestAllocation = Math.Max(LargestAllocation, other.LargestAllocation);
    }
}
