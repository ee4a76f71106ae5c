namespace MobileNets.Benchmarks;

/// <summary>One of the programs that are compared.</summary>
internal interface ISide : IDisposable
{
    string Name { get; }

    /// <summary>Has each worker prepare all pictures once.</summary>
    Measurement Run(int workers);
}
