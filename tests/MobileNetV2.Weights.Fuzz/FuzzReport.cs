using System.Globalization;

namespace MobileNets.Weights.Fuzz;

/// <summary>What came of a run against one reader.</summary>
internal sealed record FuzzReport(string Reader, FuzzCounts Counts, TimeSpan Elapsed, IReadOnlyList<FuzzFailure> Failures)
{
    /// <summary>The share of the inputs that has to pass the container's outer layer, or the run proves little.</summary>
    public const double RequiredOuterShare = 0.3;

    public const string Header = "reader            inputs   accepted    refused  past outer layer  slowest ms  largest allocation  inputs/s  failures";

    public double OuterShare => (double)Counts.PastOuterLayer / Counts.Inputs;

    public bool IsGood => Failures.Count == 0 && OuterShare >= RequiredOuterShare;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Reader,-14}{Counts.Inputs,10}{Counts.Accepted,11}{Counts.Refused,11}{OuterShare,18:P1}" +
        $"{Counts.SlowestMilliseconds,12:F1}{Counts.LargestAllocation,20}{Counts.Inputs / Elapsed.TotalSeconds,10:F0}{Failures.Count,10}");
}
