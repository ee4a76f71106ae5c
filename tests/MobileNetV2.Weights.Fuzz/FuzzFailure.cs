namespace MobileNets.Weights.Fuzz;

/// <summary>An input on which a reader broke its promise.</summary>
/// <param name="Index">With the seed, makes the input again.</param>
/// <param name="Problem">What happened.</param>
internal sealed record FuzzFailure(int Index, string Problem);
