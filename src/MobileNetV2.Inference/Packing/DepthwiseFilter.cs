namespace MobileNets.Inference;

/// <summary>The taps of a depthwise filter as the kernels take them.</summary>
internal static class DepthwiseFilter
{
    private const int Taps = 9;

    /// <summary>Floats are as they come; integers in pairs, of which the last row's have a zero as partner.</summary>
    public static int Length<T>()
        where T : unmanaged => typeof(T) == typeof(float) ? Taps : 12;

    /// <summary>Pairs the first two rows, column by column, then the third with zeros.</summary>
    /// <param name="filters">Nine taps a filter, row-major.</param>
    public static short[] Pair(ReadOnlySpan<sbyte> filters)
    {
        var pairs = new short[filters.Length / Taps * Length<short>()];
        for (var filter = 0; filter < filters.Length / Taps; filter++)
            for (var column = 0; column < 3; column++)
            {
                var taps = filters[(filter * Taps)..];
                var paired = pairs.AsSpan(filter * Length<short>());
                paired[2 * column] = taps[column];
                paired[2 * column + 1] = taps[3 + column];
                paired[6 + 2 * column] = taps[6 + column];
            }
        return pairs;
    }
}
