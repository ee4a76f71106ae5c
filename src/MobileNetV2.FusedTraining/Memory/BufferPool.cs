using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>Buffers between passes. Few are kept: each may be hundreds of megabytes.</summary>
internal sealed class BufferPool : IDisposable
{
    private const int MostKept = 2;

    private readonly List<AlignedBuffer> free = [];

    /// <summary>A buffer of at least so many floats, with anything in it.</summary>
    public AlignedBuffer Rent(long floats)
    {
        var found = free.Where(buffer => buffer.Length >= floats).MinBy(buffer => buffer.Length);
        if (found == null)
        {
            Dispose(); // what is too small now would be too small again
            return new AlignedBuffer(floats);
        }
        free.Remove(found);
        return found;
    }

    public void Return(AlignedBuffer buffer)
    {
        free.Add(buffer);
        if (free.Count <= MostKept)
            return;
        free[0].Dispose();
        free.RemoveAt(0);
    }

    public void Dispose()
    {
        foreach (var buffer in free)
            buffer.Dispose();
        free.Clear();
    }
}
