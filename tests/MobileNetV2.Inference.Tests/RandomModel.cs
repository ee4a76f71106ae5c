using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Inference.Tests;

/// <summary>Weights, running statistics among them, with which activations neither die nor saturate; and images for them.</summary>
internal static class RandomModel
{
    public static ModelWeights Create(MobileNetV2Options network, int inputSize = 224, int seed = 1)
    {
        var random = new Random(seed);
        var tensors = new StateDict(MobileNetV2Plan.Create(network).StateEntries.Select(entry => Tensor(entry, random)));
        var description = new ModelDescription { Network = network, InputSize = inputSize, ResizeSize = Math.Max(256, inputSize) };
        return ModelWeights.From(new StateDict(tensors, description.ToMetadata()));
    }

    public static float[] Images(InferenceModel model, int count = 1, int seed = 2)
    {
        var random = new Random(seed);
        return Fill(count * model.InputLength, () => Normal(random));
    }

    private static NamedTensor Tensor(StateEntry entry, Random random)
    {
        if (entry.ElementType == StateElementType.Int64)
            return NamedTensor.FromInt64s(entry.Name, entry.Shape, [100]);
        var fan = entry.Shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        var count = (int)(entry.Shape[0] * fan);
        var deviation = Math.Sqrt(1.3 / fan);
        var values = entry switch
        {
            { Shape.Count: > 1 } => Fill(count, () => (float)(deviation * Normal(random))),
            _ when entry.Name.EndsWith("running_var") => Fill(count, () => 0.5f + random.NextSingle()),
            _ when entry.Name.EndsWith("weight") => Fill(count, () => 0.7f + 0.6f * random.NextSingle()),
            _ when entry.Name.EndsWith("running_mean") => Fill(count, () => 0.4f * random.NextSingle() - 0.2f),
            _ => Fill(count, () => 0.8f * random.NextSingle()),
        };
        return NamedTensor.FromSingles(entry.Name, entry.Shape, values);
    }

    private static float[] Fill(int count, Func<float> next)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = next();
        return values;
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
