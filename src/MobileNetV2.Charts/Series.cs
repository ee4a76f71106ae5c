namespace MobileNets.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">Its points from left to right; the line is broken where a value is not finite.</param>
/// <param name="Tone">Its colour.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, Tone Tone)
{
    /// <summary>The lowest and the highest value at each point, for example over seeds: a band behind the line. Null where there is none.</summary>
    /// <value>Default null.</value>
    public IReadOnlyList<(double Low, double High)>? Spread { get; init; }

    /// <summary>Whether the line is dashed: what was calculated, beside what was measured.</summary>
    /// <value>Default false.</value>
    public bool IsDashed { get; init; }
}
