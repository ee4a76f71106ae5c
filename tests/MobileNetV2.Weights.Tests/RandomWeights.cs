using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

/// <summary>Weights of any bits for a network, each tensor with its own.</summary>
internal static class RandomWeights
{
    public static StateDict Of(MobileNetV2Options options, int seed = 0, Func<string, string>? rename = null)
    {
        var random = new Random(seed);
        return new StateDict(MobileNetV2Plan.Create(options).StateEntries.Select(entry =>
        {
            var name = rename?.Invoke(entry.Name) ?? entry.Name;
            if (entry.ElementType == StateElementType.Int64)
                return NamedTensor.FromInt64s(name, entry.Shape, [random.Next()]);
            var values = new float[entry.Shape.Aggregate(1L, (product, dimension) => product * dimension)];
            for (var i = 0; i < values.Length; i++)
                values[i] = random.NextSingle() - 0.5f;
            return NamedTensor.FromSingles(name, entry.Shape, values);
        }));
    }

    public static bool SameBits(NamedTensor one, NamedTensor other) =>
        one.Name == other.Name && one.ElementType == other.ElementType && one.Shape.SequenceEqual(other.Shape) && one.Data.Span.SequenceEqual(other.Data.Span);
}
