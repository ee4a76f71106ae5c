namespace MobileNets.Kernels;

/// <summary>How far a call has fetched what its caller reads next. With each input channel that a tile takes in, the cursor moves by a step.</summary>
internal unsafe struct FetchCursor
{
    private const nint CacheLine = 64;

    public byte* Next;
    public nint NextStep;
    public byte* AfterNext;
    public nint AfterNextStep;

    /// <summary>Spreads the fetching evenly over the steps; what would need more than a line (after next: two) a step is left to its reader.</summary>
    public FetchCursor(MemoryRange next, MemoryRange afterNext, nint steps)
    {
        Next = next.Start;
        NextStep = Math.Min((next.Bytes + steps - 1) / steps, CacheLine);
        AfterNext = afterNext.Start;
        AfterNextStep = Math.Min((afterNext.Bytes + steps - 1) / steps, 2 * CacheLine);
    }
}
