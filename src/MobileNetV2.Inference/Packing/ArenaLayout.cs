namespace MobileNets.Inference;

/// <summary>Hands out places in the memory of the packed weights, in the order in which they are read; each begins at a cache line.</summary>
internal sealed class ArenaLayout
{
    private const int CacheLineFloats = 16;

    /// <summary>Floats placed so far.</summary>
    public long Length { get; private set; }

    /// <summary>Places some floats.</summary>
    /// <returns>Where they begin.</returns>
    public long Place(long floats)
    {
        var offset = Length;
        Length += (floats + CacheLineFloats - 1) / CacheLineFloats * CacheLineFloats;
        return offset;
    }
}
