using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

/// <summary>Random weights with which no batch normalisation is an identity. Filters have a variance of 1.5 / fan-in: with He's 2
/// a random network magnifies rounding from layer to layer.</summary>
internal static class VariedWeights
{
    public static StateDict Of(NetworkPlan plan, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var random = new Random(1);
        return new StateDict(plan.StateEntries.Select(entry => Tensor(entry, random)), metadata);
    }

    /// <summary>The same weights but for one tensor.</summary>
    public static StateDict With(this StateDict weights, NamedTensor replacement) =>
        new(weights.Select(tensor => tensor.Name == replacement.Name ? replacement : tensor), weights.Metadata);

    private static NamedTensor Tensor(StateEntry entry, Random random)
    {
        if (entry.ElementType == StateElementType.Int64)
            return NamedTensor.FromInt64s(entry.Name, entry.Shape, [7]);
        var values = new float[entry.Shape.Aggregate(1L, (product, length) => product * length)];
        var bound = entry.Shape.Count > 1 ? Math.Sqrt(4.5 / (values.Length / entry.Shape[0])) : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var unit = 2 * random.NextDouble() - 1;
            values[i] = (float)(entry.Name[(entry.Name.LastIndexOf('.') + 1)..] switch
            {
                "running_var" => 1 + unit / 2,
                "running_mean" or "bias" => unit / 4,
                _ => entry.Shape.Count > 1 ? unit * bound : 1 + unit / 4,
            });
        }
        return NamedTensor.FromSingles(entry.Name, entry.Shape, values);
    }
}
