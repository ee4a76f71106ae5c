using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MobileNets.Weights;

/// <summary>A stretch of a mapped file. Fetching it once the view is closed throws <see cref="ObjectDisposedException"/>.</summary>
internal sealed unsafe class MappedMemory(SafeMemoryMappedViewHandle view, long offset, int length) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Memory<byte> Memory => CreateMemory(length);

    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        var span = new Span<byte>(Acquire(), length);
        view.ReleasePointer();
        return span;
    }

    /// <inheritdoc/>
    /// <remarks>The file stays mapped until the last pin is given back, even if its weights are disposed of.</remarks>
    public override MemoryHandle Pin(int elementIndex = 0) => new(Acquire() + elementIndex, pinnable: this);

    /// <inheritdoc/>
    public override void Unpin() => view.ReleasePointer();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private byte* Acquire()
    {
        ObjectDisposedException.ThrowIf(view.IsClosed, typeof(MappedWeights));
        byte* start = null;
        view.AcquirePointer(ref start);
        return start + offset;
    }
}
