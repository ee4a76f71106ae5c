namespace MobileNets.Inference;

/// <summary>Rows of a tensor in channel blocks (or, for a picture, in planes): all of them, or a ring of the latest.</summary>
/// <param name="pointer">Row 0 of block 0.</param>
/// <param name="rowStride">Floats from a row to the next.</param>
/// <param name="blockStride">Floats from a block to the next.</param>
/// <param name="capacity">How many rows there is room for.</param>
internal readonly unsafe struct Rows(float* pointer, nint rowStride, nint blockStride, int capacity)
{
    /// <summary>Floats from a channel block to the next.</summary>
    public nint BlockStride { get; } = blockStride;

    /// <summary>Where a row begins in block 0.</summary>
    public float* this[int row] => pointer + row % capacity * rowStride;
}
