using System.Runtime.InteropServices;

namespace MobileNets.Kernels;

/// <summary>Floats outside the managed heap, zeroed, beginning at a page (from half a megabyte on at a huge one); freed when disposed or collected.</summary>
public sealed unsafe class AlignedBuffer : SafeHandle
{
    private const int Alignment = 4096;
    private const int WorthHugePages = 512 << 10;

    /// <summary>Allocates.</summary>
    /// <param name="length">How many floats; at least 0.</param>
    /// <exception cref="OutOfMemoryException">There is no room for them.</exception>
    public AlignedBuffer(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = (nuint)Math.Max(Bytes, Alignment);
        SetHandle((nint)(bytes < WorthHugePages ? NativeMemory.AlignedAlloc(bytes, Alignment) : HugePages.Allocate(bytes)));
        NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    /// <summary>How many floats.</summary>
    public long Length { get; }

    /// <summary>How many bytes these floats take.</summary>
    public long Bytes => checked(Length * sizeof(float));

    /// <summary>The first float; valid until the buffer is disposed.</summary>
    public float* Pointer => (float*)handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Math.Max(Bytes, Alignment));
        return true;
    }
}
