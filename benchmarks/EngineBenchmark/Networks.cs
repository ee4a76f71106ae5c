using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Benchmarks;

/// <summary>Networks to time, and what to feed them.</summary>
internal static class Networks
{
    /// <summary>A trained network out of a file, or an untrained one, for pictures of a size.</summary>
    public static ModelWeights Create(string? file, double width, int size)
    {
        var weights = file is null
            ? UntrainedWeights.Create(new ModelDescription { Network = new MobileNetV2Options { WidthMultiplier = width } })
            : ModelWeights.Read(file);
        return weights.Describe(weights.Description with { InputSize = size, ResizeSize = size });
    }

    public static void FillRandomly(Span<float> images)
    {
        var random = new Random(0);
        foreach (ref var value in images)
            value = 4 * random.NextSingle() - 2;
    }
}
