using System.Collections.Concurrent;

namespace MobileNets.Training.Batches;

/// <summary>Buffers of one length, kept for the next who needs one.</summary>
/// <remarks>
/// Unlike <see cref="System.Buffers.ArrayPool{T}"/> it rounds nothing up (96 pictures of 224 × 224 are 58 MB) and keeps no
/// more than the pipeline has in use.
/// </remarks>
internal sealed class BufferPool(int length, int capacity)
{
    private readonly ConcurrentStack<float[]> _free = new();

    /// <summary>A buffer with anything in it; a new one where none is free, so that nobody ever waits for one.</summary>
    public float[] Rent() => _free.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<float>(length);

    public void Return(float[] buffer)
    {
        if (_free.Count < capacity)
            _free.Push(buffer);
    }
}
