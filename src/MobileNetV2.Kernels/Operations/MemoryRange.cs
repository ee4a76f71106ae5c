namespace MobileNets.Kernels;

/// <summary>Memory that will soon be read.</summary>
/// <param name="start">The first byte; null for nothing.</param>
/// <param name="bytes">How many bytes.</param>
public readonly unsafe struct MemoryRange(void* start, nint bytes)
{
    /// <summary>The first byte; null for nothing.</summary>
    public byte* Start { get; } = (byte*)start;

    /// <summary>How many bytes.</summary>
    public nint Bytes { get; } = start == null ? 0 : bytes;
}
