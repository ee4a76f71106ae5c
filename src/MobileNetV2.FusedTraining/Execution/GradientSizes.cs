namespace MobileNets.FusedTraining;

/// <summary>Floats that a backward pass uses in turn.</summary>
/// <param name="Wide">Of an image.</param>
/// <param name="Narrow">Of an image, twice.</param>
/// <param name="WeightSums">Of a group of images.</param>
internal readonly record struct GradientSizes(long Wide, long Narrow, long WeightSums)
{
    public GradientSizes Max(GradientSizes other) => new(
        Math.Max(Wide, other.Wide), Math.Max(Narrow, other.Narrow), Math.Max(WeightSums, other.WeightSums));
}
