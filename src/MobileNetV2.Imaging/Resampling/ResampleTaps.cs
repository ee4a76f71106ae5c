namespace MobileNets.Imaging;

/// <summary>
/// Which source pixels make each target pixel along one axis, and with what weights. Shrinking widens the filter by the
/// ratio, so that every source pixel counts (antialiasing). Weights are fixed-point and PIL's to the last bit.
/// </summary>
internal sealed class ResampleTaps
{
    /// <summary>Fraction bits of a weight: 32, less 8 for the pixel and 2 for the cubic's overshoot and the sign.</summary>
    internal const int FractionBits = 22;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;
    private readonly int _stride;

    /// <summary>Computes the taps of a run of target pixels.</summary>
    /// <param name="sourceLength">Pixels along the axis before, at least 1.</param>
    /// <param name="targetLength">Pixels along the axis after, at least 1.</param>
    /// <param name="first">The first target pixel wanted.</param>
    /// <param name="count">How many are wanted, at least 1.</param>
    /// <param name="filter">The filter.</param>
    internal ResampleTaps(int sourceLength, long targetLength, long first, int count, ResampleFilter filter)
    {
        double scale = (double)sourceLength / targetLength;
        double stretch = Math.Max(scale, 1);
        double support = (filter == ResampleFilter.Bilinear ? 1 : 2) * stretch;

        _stride = (int)Math.Min(sourceLength, (Math.Ceiling(support) * 2) + 1);
        _starts = new int[count];
        _counts = new int[count];
        _weights = new int[checked(count * _stride)];
        double[] exact = new double[_stride];
        for (int i = 0; i < count; i++)
        {
            double center = (first + i + 0.5) * scale;
            int start = (int)Math.Max(center - support + 0.5, 0);
            int end = (int)Math.Min(center + support + 0.5, sourceLength);
            Span<double> taps = exact.AsSpan(0, end - start);
            double sum = 0;
            for (int tap = 0; tap < taps.Length; tap++)
            {
                taps[tap] = Weigh(filter, (start + tap - center + 0.5) * (1 / stretch));
                sum += taps[tap];
            }

            for (int tap = 0; tap < taps.Length; tap++)
                _weights[(i * _stride) + tap] = ToFixedPoint(sum == 0 ? taps[tap] : taps[tap] / sum);
            _starts[i] = start;
            _counts[i] = taps.Length;
        }
    }

    /// <summary>How many target pixels there are.</summary>
    internal int Count => _starts.Length;

    /// <summary>The first source pixel that any target pixel reads.</summary>
    internal int SourceStart => _starts[0];

    /// <summary>One past the last source pixel that any target pixel reads.</summary>
    internal int SourceEnd => _starts[^1] + _counts[^1];

    /// <summary>The first source pixel that a target pixel reads.</summary>
    internal int Start(int target) => _starts[target];

    /// <summary>The weights of that and the following source pixels.</summary>
    internal ReadOnlySpan<int> Weights(int target) => _weights.AsSpan(target * _stride, _counts[target]);

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
