namespace MobileNets.Weights;

/// <summary>A tensor whose shape is not the expected one.</summary>
/// <param name="Name">Key in the state dict.</param>
/// <param name="Expected">Dimensions that the network has.</param>
/// <param name="Actual">Dimensions that the weights have.</param>
public sealed record ShapeMismatch(string Name, IReadOnlyList<long> Expected, IReadOnlyList<long> Actual)
{
    /// <summary>Key and both shapes on one line.</summary>
    public override string ToString() => $"{Name}: expected [{string.Join(", ", Expected)}], found [{string.Join(", ", Actual)}]";
}
