using System.Globalization;

namespace MobileNets.Charts;

/// <summary>A range of values with marks at round numbers (1, 2 or 5 times a power of ten apart), laid along some pixels.</summary>
internal sealed class Axis : IAxis
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _end;
    private readonly double _step;

    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value.</param>
    /// <param name="start">Where the lowest value lies, in pixels.</param>
    /// <param name="end">Where the highest value lies.</param>
    /// <param name="marks">About how many marks there is room for.</param>
    /// <param name="whole">Whether marks lie at whole numbers only.</param>
    public Axis(double low, double high, double start, double end, int marks, bool whole = false)
    {
        if (!(high > low))
            (low, high) = low == 0 ? (0, 1) : (low - Math.Abs(low) / 2, low + Math.Abs(low) / 2);
        (_low, _high, _start, _end) = (low, high, start, end);
        _step = Step((high - low) / marks);
        if (whole)
            _step = Math.Max(1, Math.Ceiling(_step));
    }

    /// <summary>An axis that begins and ends at a mark.</summary>
    public static Axis Rounded(double low, double high, double limit, double start, double end, int marks)
    {
        var inner = new Axis(low, high, start, end, marks);
        var (first, last) = (Math.Floor(inner._low / inner._step + 1e-9) * inner._step, Math.Ceiling(inner._high / inner._step - 1e-9) * inner._step);
        return new Axis(low >= 0 ? Math.Max(0, first) : first, Math.Min(limit, last), start, end, marks);
    }

    public IEnumerable<double> Marks
    {
        get
        {
            for (var k = Math.Ceiling(_low / _step - 1e-9); k * _step <= _high + 1e-9 * _step; k++)
                yield return k * _step + 0.0; // not -0
        }
    }

    public double Position(double value) => _start + (value - _low) / (_high - _low) * (_end - _start);

    /// <summary>A mark's text, with as many decimals as its step needs.</summary>
    public string Text(double mark)
    {
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(_step) + 1e-9));
        return decimals > 4
            ? mark.ToString(mark == 0 ? "0" : "0.##e0", CultureInfo.InvariantCulture)
            : mark.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static double Step(double atLeast)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        return (atLeast / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
