namespace MobileNets.Benchmarks;

/// <summary>What a run of the program shows.</summary>
internal enum Mode
{
    Compare,
    All,
    Strategies,
    Int8,
    Narrow,
    Start,
}
