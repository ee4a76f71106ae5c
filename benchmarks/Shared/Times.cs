namespace MobileNets.Benchmarks;

/// <summary>Times of the same thing.</summary>
internal sealed class Times(params IEnumerable<double> times)
{
    private readonly List<double> _values = [.. times];

    public double Minimum => _values.Min();

    public double Median
    {
        get
        {
            double[] sorted = [.. _values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public void Add(double time) => _values.Add(time);
}
