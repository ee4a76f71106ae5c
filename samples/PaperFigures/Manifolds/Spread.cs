using MathNet.Numerics.Statistics;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>What became of one measurement over several seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lowest value that counts.</param>
/// <param name="High">The highest value that counts.</param>
internal readonly record struct Spread(double Mean, double Low, double High)
{
    /// <summary>The mean, and where the lowest and highest share of the values end: 0.1 leaves four fifths between them, 0 everything.</summary>
    public static Spread Of(IReadOnlyCollection<double> values, double share) => new(values.Average(), values.Quantile(share), values.Quantile(1 - share));
}
