namespace MobileNets.Benchmarks;

/// <summary>Times of the same thing in milliseconds.</summary>
internal sealed class Times
{
    private readonly List<double> _values = [];

    public double Minimum => _values.Min();

    public double Median
    {
        get
        {
            double[] sorted = [.. _values.Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public void Add(double milliseconds) => _values.Add(milliseconds);
}
