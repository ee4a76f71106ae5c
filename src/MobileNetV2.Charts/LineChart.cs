namespace MobileNets.Charts;

/// <summary>Lines over a common axis.</summary>
public sealed record LineChart
{
    /// <summary>What the panel shows, with the unit: <c>Error rate (%)</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What runs from left to right.</summary>
    public required string XLabel { get; init; }

    /// <summary>The lines, in the legend's order.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Whether only whole numbers are marked from left to right.</summary>
    /// <value>Default false.</value>
    public bool WholeX { get; init; }

    /// <summary>The highest value that makes sense, for example 100 %; the axis does not go beyond it. Null where there is none.</summary>
    /// <value>Default null.</value>
    public double? YLimit { get; init; }

    /// <summary>Whether powers of ten lie equally far apart from bottom to top; values that are not positive then break the line, and there is no limit.</summary>
    /// <value>Default false.</value>
    public bool LogY { get; init; }
}
