using System.Globalization;

namespace MobileNets.Charts;

/// <summary>A range of positive values whose powers of ten lie equally far apart; it begins and ends at a mark.</summary>
internal sealed class LogAxis : IAxis
{
    private readonly double[] _marks;
    private readonly double _start;
    private readonly double _end;

    /// <param name="low">The lowest value, above zero.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="start">Where the lowest mark lies, in pixels.</param>
    /// <param name="end">Where the highest mark lies.</param>
    public LogAxis(double low, double high, double start, double end)
    {
        (_start, _end) = (start, end);
        var decades = Math.Log10(high / low);
        // Over few decades 2 and 5 are marked as well, over many not every power.
        var digits = decades < 2.5 ? new[] { 1, 2, 5 } : [1];
        var every = Math.Max(1, (int)Math.Ceiling(decades / 8));
        var first = (int)Math.Floor(Math.Log10(low) / every) * every;
        var all = (from k in Enumerable.Range(0, (int)Math.Ceiling(decades / every) + 2)
                   from digit in digits
                   select digit * Math.Pow(10, first + k * every)).ToList();
        var from = all.FindLastIndex(mark => mark <= low * (1 + 1e-9));
        var to = Math.Max(all.FindIndex(mark => mark >= high * (1 - 1e-9)), from + 1);
        _marks = [.. all[from..(to + 1)]];
    }

    public IEnumerable<double> Marks => _marks;

    public double Position(double value) => _start + Math.Log(value / _marks[0]) / Math.Log(_marks[^1] / _marks[0]) * (_end - _start);

    public string Text(double mark) => mark.ToString(mark is >= 0.00099 and < 100_000 ? "0.###" : "0e0", CultureInfo.InvariantCulture);
}
