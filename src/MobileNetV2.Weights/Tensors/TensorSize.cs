namespace MobileNets.Weights;

/// <summary>How many elements and bytes a shape stands for.</summary>
public static class TensorSize
{
    /// <summary>Bytes of one element.</summary>
    /// <param name="type">The element type.</param>
    public static int BytesPerElement(this TensorElementType type) => type switch
    {
        TensorElementType.Float64 or TensorElementType.Int64 => 8,
        TensorElementType.Float32 or TensorElementType.Int32 => 4,
        TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Int16 => 2,
        TensorElementType.Int8 or TensorElementType.UInt8 or TensorElementType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>Whether the elements are floating-point numbers.</summary>
    /// <param name="type">The element type.</param>
    public static bool IsFloatingPoint(this TensorElementType type) =>
        type is TensorElementType.Float64 or TensorElementType.Float32 or TensorElementType.Float16 or TensorElementType.BFloat16;

    /// <summary>Multiplies the dimensions.</summary>
    /// <param name="shape">Dimensions; none for a scalar.</param>
    /// <param name="bytesPerElement">Bytes of one element, at least 1.</param>
    /// <param name="bytes">The tensor's bytes.</param>
    /// <returns>Whether every dimension is 0 or more and the product fits 64 bits.</returns>
    internal static bool TryGetBytes(IReadOnlyList<long> shape, int bytesPerElement, out long bytes)
    {
        bytes = bytesPerElement;
        foreach (var dimension in shape)
        {
            if (dimension < 0 || (dimension > 0 && bytes > long.MaxValue / dimension))
                return false;
            bytes *= dimension;
        }
        return true;
    }
}
