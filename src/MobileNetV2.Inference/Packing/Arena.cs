using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>One piece of memory for all packed weights: its parts are placed one after another, then it is allocated.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private const int CacheLine = 64;

    private AlignedBuffer? _memory;

    /// <summary>Bytes of everything placed so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Places a part.</summary>
    /// <param name="count">How many numbers it has.</param>
    /// <returns>Where it begins, in bytes; whole cache lines.</returns>
    public long Place<T>(long count)
        where T : unmanaged
    {
        var offset = Bytes;
        Bytes += (count * sizeof(T) + CacheLine - 1) / CacheLine * CacheLine;
        return offset;
    }

    /// <summary>Allocates the memory, zeroed, when every part has its place.</summary>
    public void Allocate() => _memory = new AlignedBuffer(Bytes / sizeof(float));

    /// <summary>The memory of a part.</summary>
    /// <param name="offset">Where it begins.</param>
    public T* At<T>(long offset)
        where T : unmanaged => (T*)((byte*)_memory!.Pointer + offset);

    public void Dispose() => _memory?.Dispose();
}
