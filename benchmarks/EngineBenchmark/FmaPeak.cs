namespace MobileNets.Benchmarks;

/// <summary>How many multiply-adds one thread can do at all with vectors of a width.</summary>
internal static class FmaPeak
{
    private const int Turns = 100;

    /// <summary>Measures for a tenth of a second.</summary>
    /// <param name="kernels">The engine's kernels, whose vectors are used.</param>
    /// <returns>GFLOP/s of the fastest turn, a multiply-add being two operations; not a number for scalar kernels.</returns>
    public static double Measure(string kernels)
    {
        if (Peak.Of(kernels) is not { } workload)
            return double.NaN;
        workload.WarmUp();
        for (var turn = 0; turn < Turns; turn++)
            workload.TakeTurn();
        return workload.Speed().Best;
    }
}
