namespace MobileNets.Charts;

/// <summary>The bars of one colour, one in each group.</summary>
/// <param name="Name">What the legend calls them.</param>
/// <param name="Values">Their lengths, none below zero; a value that is not finite leaves its place empty.</param>
/// <param name="Tone">Their colour.</param>
public sealed record Bars(string Name, IReadOnlyList<double> Values, Tone Tone);
