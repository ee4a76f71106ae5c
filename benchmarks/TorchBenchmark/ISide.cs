namespace MobileNets.Benchmarks;

/// <summary>One of the programs that are compared.</summary>
internal interface ISide : IDisposable
{
    string Name { get; }

    /// <summary>What it runs on, in words.</summary>
    string Description { get; }

    /// <summary>Processor time that its process has used since it started.</summary>
    TimeSpan ProcessorTime { get; }

    /// <summary>Runs a workload and returns the milliseconds of each iteration, the warming ones first.</summary>
    double[] Run(Workload workload);
}
