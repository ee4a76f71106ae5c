namespace MobileNets.Inference;

/// <summary>Hands out places in the memory of the packed weights, in the order in which they are read; each begins at a cache line.</summary>
internal sealed class ArenaLayout
{
    private const int CacheLine = 64;

    /// <summary>Bytes placed so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Places some numbers.</summary>
    /// <returns>The byte at which they begin.</returns>
    public unsafe long Place<T>(long count)
        where T : unmanaged
    {
        var offset = Bytes;
        Bytes += (count * sizeof(T) + CacheLine - 1) / CacheLine * CacheLine;
        return offset;
    }
}
