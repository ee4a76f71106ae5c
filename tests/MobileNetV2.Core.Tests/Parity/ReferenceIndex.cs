using System.Text.Json.Serialization;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>The index of the reference numbers, as tests/reference/README.md describes it.</summary>
internal sealed record ReferenceIndex(
    int FullUpTo, FormulaRecord[] Formula, LogitsRecord[] Logits, GradientsRecord[] Gradients, TrainingRecord[] Training);

internal sealed record FormulaRecord(uint Stream, double[] Unit);

/// <summary>Where values lie in the flat array of their precision.</summary>
internal record StoredArray(int Offset, int Count);

/// <summary>A tensor of which large ones are sampled; the sums run over all elements.</summary>
internal sealed record ReducedTensor(
    int Entry, string Key, long[] Shape, double Sum, double AbsSum, double Projection, double MaxAbs, int Offset, int Count)
    : StoredArray(Offset, Count);

internal sealed record LogitsRecord(double Width, int Classes, int Resolution, int Batch, StoredArray Float64, StoredArray Float32);

internal sealed record GradientsRecord(double Width, int Classes, int Resolution, int Batch, GradientsOfLoss Float64, GradientsOfLoss Float32);

internal sealed record GradientsOfLoss(double Loss, ReducedTensor[] Parameters);

internal sealed record TrainingRecord(
    double Width, int Classes, int Resolution, int Batch, [property: JsonPropertyName("lr")] double LearningRate, double Decay, int Steps,
    double[] Losses, double[] LossSpread, long BatchesTracked, double BufferSpread, double ParameterSpread,
    ReducedTensor[] Buffers, ReducedTensor[] Parameters);
