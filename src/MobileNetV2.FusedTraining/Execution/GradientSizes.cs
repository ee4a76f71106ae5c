namespace MobileNets.FusedTraining;

/// <summary>Floats that a backward pass uses in turn.</summary>
internal readonly record struct GradientSizes(long Wide, long WeightSums, long Narrow)
{
    public long Total => Wide + WeightSums + 2 * Narrow;

    public GradientSizes Max(GradientSizes other) => new(
        Math.Max(Wide, other.Wide), Math.Max(WeightSums, other.WeightSums), Math.Max(Narrow, other.Narrow));
}
