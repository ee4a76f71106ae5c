using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>
/// Weights of a network that has learnt nothing, for benchmarks and tests: random, but such that activations keep their scale
/// through all layers, as a trained network's do. Freshly initialised modules' activations all but vanish in evaluation.
/// </summary>
public static class UntrainedWeights
{
    // Of a unit normal distribution after ReLU6, and of such numbers averaged over a feature map.
    private const double RectifiedSquare = 0.5;
    private const double PooledSquare = 0.2;

    /// <summary>Makes weights; the same ones on every machine.</summary>
    /// <param name="description">The network, and what else the weights carry.</param>
    /// <param name="seed">Other seeds give other weights.</param>
    /// <exception cref="InvalidArchitectureException">The network cannot be built.</exception>
    public static ModelWeights Create(ModelDescription description, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(description);
        var random = new Random(seed);
        var tensors = new List<NamedTensor>();
        // The mean square of what a layer reads.
        var square = 1.0;
        var expanded = 0.0;
        foreach (var block in MobileNetV2Plan.Create(description.Network).Blocks)
        {
            var shortcut = square;
            for (var i = 0; i < block.Layers.Count; i++)
            {
                var layer = block.Layers[i];
                tensors.AddRange(Entries(layer, square, random));
                square = layer.Kind switch
                {
                    LayerKind.Convolution or LayerKind.Linear => 1,
                    LayerKind.ReLU6 or LayerKind.ReLU => RectifiedSquare,
                    LayerKind.AveragePool => PooledSquare,
                    _ => square,
                };
                if (i == block.ExpandedLayer)
                    square = expanded = block.HasExpansionShortcut ? expanded + square : square;
            }
            if (block.HasShortcut)
                square += shortcut;
        }
        return ModelWeights.From(new StateDict(tensors, description.ToMetadata()) { Origin = "untrained weights" });
    }

    private static IEnumerable<NamedTensor> Entries(LayerPlan layer, double square, Random random)
    {
        if (layer.Kind == LayerKind.BatchNorm)
            return NormalizationEntries(layer, random);
        return layer.StateEntries.Select(entry => Tensor(entry, entry.Shape.Count == 1
            ? _ => 0.1 * Normal(random)
            : Filter(entry, square, random)));
    }

    private static Func<int, double> Filter(StateEntry entry, double square, Random random)
    {
        var deviation = 1 / Math.Sqrt(entry.Shape.Skip(1).Aggregate(1L, (product, length) => product * length) * square);
        return _ => deviation * Normal(random);
    }

    private static IEnumerable<NamedTensor> NormalizationEntries(LayerPlan layer, Random random)
    {
        var variances = new double[layer.Output.Channels];
        for (var i = 0; i < variances.Length; i++)
            variances[i] = 0.5 + random.NextDouble();
        return layer.StateEntries.Select(entry => entry switch
        {
            { ElementType: StateElementType.Int64 } => NamedTensor.FromInt64s(entry.Name, entry.Shape, [1]),
            _ when entry.Name.EndsWith(".running_var", StringComparison.Ordinal) => Tensor(entry, i => variances[i]),
            _ when entry.Name.EndsWith(".weight", StringComparison.Ordinal) => Tensor(entry, i => Math.Sqrt(variances[i]) * (0.9 + 0.2 * random.NextDouble())),
            _ => Tensor(entry, _ => 0.1 * Normal(random)),
        });
    }

    private static NamedTensor Tensor(StateEntry entry, Func<int, double> value)
    {
        var values = new float[entry.Shape.Aggregate(1L, (product, length) => product * length)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)value(i);
        return NamedTensor.FromSingles(entry.Name, entry.Shape, values);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
