namespace MobileNets.Weights;

/// <summary>TorchSharp's numbers for element types (<c>torch.ScalarType</c>, the same as libtorch's).</summary>
internal static class TorchSharpType
{
    public static readonly IReadOnlyList<(int Number, TensorElementType Type)> All =
    [
        (0, TensorElementType.UInt8),
        (1, TensorElementType.Int8),
        (2, TensorElementType.Int16),
        (3, TensorElementType.Int32),
        (4, TensorElementType.Int64),
        (5, TensorElementType.Float16),
        (6, TensorElementType.Float32),
        (7, TensorElementType.Float64),
        (11, TensorElementType.Bool),
        (15, TensorElementType.BFloat16),
    ];

    public static int NumberOf(TensorElementType type) => All.First(entry => entry.Type == type).Number;

    public static bool TryParse(long number, out TensorElementType type)
    {
        foreach (var entry in All)
            if (entry.Number == number)
            {
                type = entry.Type;
                return true;
            }
        type = default;
        return false;
    }
}
