namespace MobileNets.Kernels;

/// <summary>Memory that will soon be read: one piece, or several evenly spaced ones.</summary>
/// <param name="start">The first byte; null for nothing.</param>
/// <param name="bytes">How many bytes of a piece.</param>
/// <param name="pieces">How many pieces.</param>
/// <param name="stride">Bytes from the begin of a piece to the next one's.</param>
public readonly unsafe struct MemoryRange(void* start, nint bytes, int pieces = 1, nint stride = 0)
{
    /// <summary>The first byte; null for nothing.</summary>
    public byte* Start { get; } = (byte*)start;

    /// <summary>How many bytes of a piece.</summary>
    public nint Bytes { get; } = start == null ? 0 : bytes;

    /// <summary>How many pieces.</summary>
    public int Pieces { get; } = pieces;

    /// <summary>Bytes from the begin of a piece to the next one's.</summary>
    public nint Stride { get; } = stride;

    /// <summary>Bytes of all pieces.</summary>
    public nint TotalBytes => Pieces * Bytes;
}
