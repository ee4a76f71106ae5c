using System.Buffers;

namespace MobileNets.Imaging;

/// <summary>
/// Which source pixels make each target pixel along one axis, and with what weights. Shrinking widens the filter by the
/// ratio, so that every source pixel counts (antialiasing). Weights are fixed-point and PIL's to the last bit. Every target
/// pixel has the same number of taps, some of them zero. Dispose exactly once.
/// </summary>
internal readonly ref struct ResampleTaps
{
    /// <summary>Fraction bits of a weight: 32, less 8 for the pixel and 2 for the cubic's overshoot and the sign.</summary>
    internal const int FractionBits = 22;

    /// <summary>One half, which makes the shift that drops the fraction round.</summary>
    internal const int Half = 1 << (FractionBits - 1);

    /// <summary>There are taps for a multiple of so many target pixels; those that are not wanted have zero weights.</summary>
    internal const int Block = 4;

    private readonly int[] _starts;
    private readonly int[] _weights;
    private readonly int _stride;

    /// <summary>Computes the taps of a run of target pixels.</summary>
    /// <param name="axis">The part of the axis that is resized, and how.</param>
    /// <param name="copies">How often each weight is repeated, for as many channels side by side.</param>
    /// <param name="granularity">The number of taps is a multiple of it; the last ones may lie behind the source.</param>
    internal ResampleTaps(in ResampleAxis axis, int copies, int granularity)
    {
        double scale = axis.Length / axis.TargetLength;
        double stretch = Math.Max(scale, 1);
        double support = (axis.Filter == ResampleFilter.Bilinear ? 1 : 2) * stretch;

        Count = axis.Count;
        int blocks = (Count + Block - 1) / Block * Block;
        int longest = 0;
        for (int i = 0; i < Count; i++)
            longest = Math.Max(longest, Window(axis, scale, support, i).Length);
        TapCount = (longest + granularity - 1) / granularity * granularity;
        _stride = TapCount * copies;
        _starts = ArrayPool<int>.Shared.Rent(blocks);
        _weights = ArrayPool<int>.Shared.Rent(checked(blocks * _stride));
        _starts.AsSpan(Count, blocks - Count).Clear();
        _weights.AsSpan(0, blocks * _stride).Clear();

        double[] exact = ArrayPool<double>.Shared.Rent(longest);
        SourceStart = axis.SourceLength;
        for (int i = 0; i < Count; i++)
        {
            (double center, int start, int length) = Window(axis, scale, support, i);
            Span<double> taps = exact.AsSpan(0, length);
            double sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                taps[tap] = Weigh(axis.Filter, (start + tap - center + 0.5) * (1 / stretch));
                sum += taps[tap];
            }

            int target = axis.Mirrored ? Count - 1 - i : i;
            int first = Math.Min(start, axis.SourceLength - longest);
            _starts[target] = first;
            Span<int> weights = _weights.AsSpan((target * _stride) + ((start - first) * copies));
            for (int tap = 0; tap < taps.Length; tap++)
                weights.Slice(tap * copies, copies).Fill(ToFixedPoint(sum == 0 ? taps[tap] : taps[tap] / sum));
            SourceStart = Math.Min(SourceStart, first);
            SourceEnd = Math.Max(SourceEnd, first + longest);
        }

        ArrayPool<double>.Shared.Return(exact);
    }

    /// <summary>How many target pixels are wanted.</summary>
    internal int Count { get; }

    /// <summary>Source pixels that make a target pixel.</summary>
    internal int TapCount { get; }

    /// <summary>The first source pixel that any target pixel reads.</summary>
    internal int SourceStart { get; }

    /// <summary>One past the last source pixel that any target pixel reads.</summary>
    internal int SourceEnd { get; }

    /// <summary>The first source pixel of each target pixel.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>The weights of each target pixel's taps, <c>TapCount × copies</c> of them.</summary>
    internal ReadOnlySpan<int> Weights => _weights;

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_weights);
    }

    /// <summary>Where a target pixel lies on the source, and which of its pixels the filter reaches.</summary>
    private static (double Center, int Start, int Length) Window(in ResampleAxis axis, double scale, double support, int target)
    {
        double center = axis.Start + ((axis.First + target + 0.5) * scale);
        int start = (int)Math.Max(center - support + 0.5, 0);
        int end = (int)Math.Min(center + support + 0.5, axis.SourceLength);
        return (center, start, end - start);
    }

    private static double Weigh(ResampleFilter filter, double distance)
    {
        double x = Math.Abs(distance);
        if (filter == ResampleFilter.Bilinear)
            return x < 1 ? 1 - x : 0;

        const double A = -0.5;
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }

    private static int ToFixedPoint(double weight) =>
        (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5));
}
