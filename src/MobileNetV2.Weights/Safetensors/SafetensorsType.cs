namespace MobileNets.Weights;

/// <summary>The format's names for element types.</summary>
internal static class SafetensorsType
{
    public static readonly IReadOnlyList<(string Name, TensorElementType Type)> All =
    [
        ("F64", TensorElementType.Float64),
        ("F32", TensorElementType.Float32),
        ("F16", TensorElementType.Float16),
        ("BF16", TensorElementType.BFloat16),
        ("I64", TensorElementType.Int64),
        ("I32", TensorElementType.Int32),
        ("I16", TensorElementType.Int16),
        ("I8", TensorElementType.Int8),
        ("U8", TensorElementType.UInt8),
        ("BOOL", TensorElementType.Bool),
    ];

    public static string NameOf(TensorElementType type) => All.First(entry => entry.Type == type).Name;

    public static bool TryParse(string name, out TensorElementType type)
    {
        foreach (var entry in All)
            if (entry.Name == name)
            {
                type = entry.Type;
                return true;
            }
        type = default;
        return false;
    }
}
