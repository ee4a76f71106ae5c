using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Benchmarks;

/// <summary>How many multiplications and additions one thread can do at all: fused ones in registers, with the widest vectors there are.</summary>
internal static class FmaPeak
{
    private const int Steps = 100_000;
    // Enough to hide the latency of two units; with the two operands they fit sixteen registers.
    private const int Chains = 12;

    /// <summary>Measures for a moment.</summary>
    /// <returns>GFLOP/s of the fastest of many tries, a multiply-add being two operations.</returns>
    public static double Measure()
    {
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            var sum = Vector512.IsHardwareAccelerated ? Run512(1e-3f) : RunWidest(1e-3f);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (!float.IsFinite(sum))
                throw new InvalidOperationException("The sums overflowed.");
            best = elapsed < best ? elapsed : best;
        }
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        return 2.0 * lanes * Chains * Steps / best.TotalNanoseconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(float value)
    {
        var a = Vector512.Create(value);
        var b = Vector512.Create(1 - value);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (var i = 0; i < Steps; i++)
        {
            s0 = Vector512.MultiplyAddEstimate(s0, b, a);
            s1 = Vector512.MultiplyAddEstimate(s1, b, a);
            s2 = Vector512.MultiplyAddEstimate(s2, b, a);
            s3 = Vector512.MultiplyAddEstimate(s3, b, a);
            s4 = Vector512.MultiplyAddEstimate(s4, b, a);
            s5 = Vector512.MultiplyAddEstimate(s5, b, a);
            s6 = Vector512.MultiplyAddEstimate(s6, b, a);
            s7 = Vector512.MultiplyAddEstimate(s7, b, a);
            s8 = Vector512.MultiplyAddEstimate(s8, b, a);
            s9 = Vector512.MultiplyAddEstimate(s9, b, a);
            s10 = Vector512.MultiplyAddEstimate(s10, b, a);
            s11 = Vector512.MultiplyAddEstimate(s11, b, a);
        }
        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float RunWidest(float value)
    {
        var a = new Vector<float>(value);
        var b = new Vector<float>(1 - value);
        Vector<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (var i = 0; i < Steps; i++)
        {
            s0 = Vector.MultiplyAddEstimate(s0, b, a);
            s1 = Vector.MultiplyAddEstimate(s1, b, a);
            s2 = Vector.MultiplyAddEstimate(s2, b, a);
            s3 = Vector.MultiplyAddEstimate(s3, b, a);
            s4 = Vector.MultiplyAddEstimate(s4, b, a);
            s5 = Vector.MultiplyAddEstimate(s5, b, a);
            s6 = Vector.MultiplyAddEstimate(s6, b, a);
            s7 = Vector.MultiplyAddEstimate(s7, b, a);
            s8 = Vector.MultiplyAddEstimate(s8, b, a);
            s9 = Vector.MultiplyAddEstimate(s9, b, a);
            s10 = Vector.MultiplyAddEstimate(s10, b, a);
            s11 = Vector.MultiplyAddEstimate(s11, b, a);
        }
        return Vector.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }
}
