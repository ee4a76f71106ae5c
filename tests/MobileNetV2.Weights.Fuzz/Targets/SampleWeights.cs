using MobileNets.Architecture;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Small state dicts that between them have every element type, rank 0 to 4, empty tensors and metadata.</summary>
internal static class SampleWeights
{
    public static IReadOnlyList<StateDict> All { get; } =
    [
        new([]),
        new([NamedTensor.FromSingles("a", [1], [1.5f])]),
        new([NamedTensor.FromSingles("empty", [0, 4], []), NamedTensor.FromInt64s("scalar", [], [7])]),
        new(
            [
                NamedTensor.FromSingles("features.0.0.weight", [2, 1, 3, 3], [.. Enumerable.Range(0, 18).Select(i => i / 4f)]),
                NamedTensor.FromSingles("features.0.1.weight", [2], [1, float.NaN]),
                NamedTensor.FromInt64s("features.0.1.num_batches_tracked", [], [7]),
                NamedTensor.FromSingles("classifier.1.bias", [3], [-0f, float.PositiveInfinity, float.Epsilon]),
            ],
            new ModelDescription { Network = new MobileNetV2Options { Classes = 3 }, Labels = ["rose", "Enzian\n", "龍胆"], TrainingSummary = "none" }.ToMetadata()),
        new(Enum.GetValues<TensorElementType>().Select((type, i) =>
            new NamedTensor($"größe.{i}", type, [2, 3], new byte[6 * type.BytesPerElement()]))),
        new(Enumerable.Range(0, 12).Select(i => new NamedTensor($"m.{i}", TensorElementType.UInt8, [i % 3, 2], new byte[i % 3 * 2]))),
    ];
}
