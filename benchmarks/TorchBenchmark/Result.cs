namespace MobileNets.Benchmarks;

/// <summary>One side at one workload, over all rounds.</summary>
/// <param name="Workload">The workload, in words.</param>
/// <param name="Side">The side's name.</param>
/// <param name="Milliseconds">Every iteration that counts.</param>
/// <param name="ProcessorMilliseconds">Processor time of all threads for an iteration, the warming ones and the making of images included.</param>
internal sealed record Result(string Workload, string Side, IReadOnlyList<double> Milliseconds, double ProcessorMilliseconds)
{
    public double Minimum => new Times(Milliseconds).Minimum;

    public double Median => new Times(Milliseconds).Median;
}
