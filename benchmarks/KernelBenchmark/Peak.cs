using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Benchmarks;

/// <summary>Multiply-adds among registers: nothing runs faster. Twelve sums are more than two units with a latency of four need.</summary>
internal static class Peak
{
    private const int Sums = 12;
    private const int Iterations = 1000;

    public static Workload? Of(string set) => set switch
    {
        "512-bit" => Workload(16, () => Run512(Vector512.Create(0.5f))),
        "256-bit" => Workload(8, () => Run256(Vector256.Create(0.5f))),
        "128-bit" => Workload(4, () => Run128(Vector128.Create(0.5f))),
        _ => null,
    };

    private static Workload Workload(int lanes, Action run) => new("peak of the multiply-adds", 2.0 * Iterations * Sums * lanes, run);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector512<float> Run512(Vector512<float> x)
    {
        var (a, b, c, d, e, f, g, h, i, j, k, l) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector512.MultiplyAddEstimate(x, x, a);
            b = Vector512.MultiplyAddEstimate(x, x, b);
            c = Vector512.MultiplyAddEstimate(x, x, c);
            d = Vector512.MultiplyAddEstimate(x, x, d);
            e = Vector512.MultiplyAddEstimate(x, x, e);
            f = Vector512.MultiplyAddEstimate(x, x, f);
            g = Vector512.MultiplyAddEstimate(x, x, g);
            h = Vector512.MultiplyAddEstimate(x, x, h);
            i = Vector512.MultiplyAddEstimate(x, x, i);
            j = Vector512.MultiplyAddEstimate(x, x, j);
            k = Vector512.MultiplyAddEstimate(x, x, k);
            l = Vector512.MultiplyAddEstimate(x, x, l);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<float> Run256(Vector256<float> x)
    {
        var (a, b, c, d, e, f, g, h, i, j, k, l) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector256.MultiplyAddEstimate(x, x, a);
            b = Vector256.MultiplyAddEstimate(x, x, b);
            c = Vector256.MultiplyAddEstimate(x, x, c);
            d = Vector256.MultiplyAddEstimate(x, x, d);
            e = Vector256.MultiplyAddEstimate(x, x, e);
            f = Vector256.MultiplyAddEstimate(x, x, f);
            g = Vector256.MultiplyAddEstimate(x, x, g);
            h = Vector256.MultiplyAddEstimate(x, x, h);
            i = Vector256.MultiplyAddEstimate(x, x, i);
            j = Vector256.MultiplyAddEstimate(x, x, j);
            k = Vector256.MultiplyAddEstimate(x, x, k);
            l = Vector256.MultiplyAddEstimate(x, x, l);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector128<float> Run128(Vector128<float> x)
    {
        var (a, b, c, d, e, f, g, h, i, j, k, l) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var n = 0; n < Iterations; n++)
        {
            a = Vector128.MultiplyAddEstimate(x, x, a);
            b = Vector128.MultiplyAddEstimate(x, x, b);
            c = Vector128.MultiplyAddEstimate(x, x, c);
            d = Vector128.MultiplyAddEstimate(x, x, d);
            e = Vector128.MultiplyAddEstimate(x, x, e);
            f = Vector128.MultiplyAddEstimate(x, x, f);
            g = Vector128.MultiplyAddEstimate(x, x, g);
            h = Vector128.MultiplyAddEstimate(x, x, h);
            i = Vector128.MultiplyAddEstimate(x, x, i);
            j = Vector128.MultiplyAddEstimate(x, x, j);
            k = Vector128.MultiplyAddEstimate(x, x, k);
            l = Vector128.MultiplyAddEstimate(x, x, l);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
