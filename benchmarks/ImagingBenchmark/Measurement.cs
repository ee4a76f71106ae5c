namespace MobileNets.Benchmarks;

/// <summary>What a picture cost one worker, in milliseconds.</summary>
/// <param name="Elapsed">By the clock.</param>
/// <param name="Processor">Processor time.</param>
internal readonly record struct Measurement(double Elapsed, double Processor);
