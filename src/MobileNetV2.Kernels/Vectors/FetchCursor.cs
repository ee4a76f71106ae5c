using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Kernels;

/// <summary>
/// How far what is read next has been fetched; it advances with the work that goes on meanwhile, as a 1×1 convolution's does with every channel
/// block that a tile takes in. Fetching what is no memory of the process does nothing.
/// </summary>
public unsafe struct FetchCursor
{
    private const nint CacheLine = 64;

    private nint step;
    private byte* line;
    private byte* end;
    private byte* rest;
    private nint restBytes;
    private nint restStride;
    private int restPieces;

    /// <summary>Spreads the fetching evenly over a number of advances; a cursor that never began fetches nothing.</summary>
    /// <param name="next">One piece.</param>
    /// <param name="afterNext">Any pieces.</param>
    /// <param name="advances">How often <see cref="Advance"/> will be called.</param>
    public void Begin(MemoryRange next, MemoryRange afterNext, nint advances)
    {
        // Whole lines, and as many each time: a loop that always runs equally often is predicted.
        step = (next.Bytes + afterNext.Pieces * afterNext.Bytes + advances * CacheLine - 1) / (advances * CacheLine) * CacheLine;
        line = next.Start;
        end = next.Start + next.Bytes;
        rest = afterNext.Start;
        restBytes = afterNext.Bytes;
        restStride = afterNext.Stride;
        restPieces = afterNext.Pieces;
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
        {
            line = rest;
            end = restPieces > 0 ? rest + restBytes : rest;
            rest += restStride;
            restPieces--;
        }
    }
}
