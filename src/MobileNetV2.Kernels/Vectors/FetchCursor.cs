using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Kernels;

/// <summary>
/// How far what is read next has been fetched; it advances with the work that goes on meanwhile, as a 1×1 convolution's does with every channel
/// block that a tile takes in. A processor has few buffers for what is under way: many lines at once hold up the work as if they were read.
/// Fetching what is no memory of the process does nothing.
/// </summary>
public unsafe struct FetchCursor
{
    private const nint CacheLine = 64;

    private const int Ranges = 4;

    private nint step;
    private byte* line;
    private byte* end;
    private int next;
    private fixed long starts[Ranges + 1];
    private fixed long bytes[Ranges + 1];
    private fixed long strides[Ranges + 1];
    private fixed int pieces[Ranges + 1];

    /// <summary>Spreads the fetching evenly over a number of advances; a cursor that never began fetches nothing.</summary>
    /// <param name="advances">How often <see cref="Advance"/> will be called, or fewer.</param>
    /// <param name="first">What to fetch.</param>
    /// <param name="second">What to fetch after that.</param>
    /// <param name="third">What to fetch after that.</param>
    /// <param name="fourth">What to fetch after that.</param>
    public void Begin(nint advances, MemoryRange first, MemoryRange second = default, MemoryRange third = default, MemoryRange fourth = default)
    {
        var lines = (uint)((first.TotalBytes + second.TotalBytes + third.TotalBytes + fourth.TotalBytes + CacheLine - 1) / CacheLine);
        // Whole lines, and as many each time: a loop that always runs equally often is predicted.
        step = (nint)((lines + (uint)advances - 1) / (uint)advances) * CacheLine;
        next = 0;
        Append(first);
        Append(second);
        Append(third);
        Append(fourth);
        (bytes[next], pieces[next]) = (0, 1);
        next = 0;
        TakePiece();
    }

    /// <summary>Fetches the next share into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance()
    {
        if (!Sse.IsSupported || line >= end)
            return;
        for (var stop = line + step; line < stop; line += CacheLine)
            Sse.Prefetch1(line);
        if (line >= end)
            TakePiece();
    }

    // Inlined, as is what it is inlined into: a call would save and restore all vector registers of a kernel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakePiece()
    {
        line = (byte*)starts[next];
        end = line + bytes[next];
        starts[next] += strides[next];
        if (--pieces[next] == 0)
            next++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(MemoryRange range)
    {
        if (range.TotalBytes == 0)
            return;
        (starts[next], bytes[next], strides[next], pieces[next]) = ((long)range.Start, range.Bytes, range.Stride, range.Pieces);
        next++;
    }
}
