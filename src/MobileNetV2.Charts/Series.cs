namespace MobileNets.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points from left to right; the line is broken where a value is not finite.</param>
/// <param name="Tone">Its colour.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, Tone Tone);
