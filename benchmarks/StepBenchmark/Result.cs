namespace MobileNets.Benchmarks;

/// <summary>One side at one setting, over all rounds.</summary>
/// <param name="Side">Who.</param>
/// <param name="Steps">Every step that counts.</param>
/// <param name="PeakMemory">Bytes.</param>
internal sealed record Result(Side Side, IReadOnlyList<StepTime> Steps, long PeakMemory)
{
    public double Minimum => Steps.Min(step => step.Total);

    public double Median(Func<StepTime, double> part) => new Times(Steps.Select(part)).Median;
}
