namespace MobileNets.Charts;

/// <summary>Points in the plane, as long to the right as upwards, coloured in their order.</summary>
public sealed record ScatterChart
{
    /// <summary>What the panel shows.</summary>
    public required string Title { get; init; }

    /// <summary>A line under the title, for example a measurement. Null where there is none.</summary>
    /// <value>Default null.</value>
    public string? Note { get; init; }

    /// <summary>The points.</summary>
    public required IReadOnlyList<(double X, double Y)> Points { get; init; }

    /// <summary>Where on the scale of colours each point lies, from 0 to 1; as many as points.</summary>
    public required IReadOnlyList<double> Colors { get; init; }

    /// <summary>Lines over the points, in the legend's order.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Series> Paths { get; init; } = [];

    /// <summary>What runs to the right and what upwards; null where the coordinates mean nothing by themselves, as in a projection: no axes.</summary>
    /// <value>Default null.</value>
    public (string X, string Y)? Axes { get; init; }

    /// <summary>How far the panel reaches from the origin to each side, so that several can be compared; null for as far as the points need.</summary>
    /// <value>Default null.</value>
    public double? Extent { get; init; }
}
