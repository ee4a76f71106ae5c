namespace MobileNets.Weights;

/// <summary>What a header says of one tensor; its bytes are <c>[Begin, End)</c> of the buffer after the header.</summary>
internal sealed record SafetensorsEntry(string Name, TensorElementType Type, IReadOnlyList<long> Shape, long Begin, long End);
