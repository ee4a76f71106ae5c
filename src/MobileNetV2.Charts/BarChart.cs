namespace MobileNets.Charts;

/// <summary>Horizontal bars in groups.</summary>
public sealed record BarChart
{
    /// <summary>What the bars' lengths are, with the unit: <c>Mult-adds (millions)</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What each group of bars is called, from top to bottom.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>The bars of each colour, in the legend's order.</summary>
    public required IReadOnlyList<Bars> Bars { get; init; }

    /// <summary>How the values at the bars' ends are written: a .NET format for numbers.</summary>
    /// <value>Default <c>N0</c>.</value>
    public string Format { get; init; } = "N0";
}
