namespace MobileNets.Kernels;

/// <summary>
/// A sum of outer products over neighbouring pixels: <c>sums[k, o] += Σₚ left[p, k] · right[p, o]</c>, in the order of p, one fused
/// multiply-add each where the machine has it.
/// </summary>
public unsafe struct OuterProductCall
{
    /// <summary>Channel 0 of the first pixel, in blocks of 16 channels.</summary>
    public float* Left;

    /// <summary>Floats from a channel block of <see cref="Left"/> to the next.</summary>
    public nint LeftBlockStride;

    /// <summary>Channels of <see cref="Left"/>; at least 1, need not fill the last block.</summary>
    public int LeftChannels;

    /// <summary><c>[pixels][16]</c>.</summary>
    public float* Right;

    /// <summary>How many neighbouring pixels; at least 1.</summary>
    public int Pixels;

    /// <summary><c>[LeftChannels][16]</c>.</summary>
    public float* Sums;

    /// <summary>What the caller reads next: fetched into the second-level cache during the call.</summary>
    public MemoryRange Next;

    /// <summary>What the caller reads after that.</summary>
    public MemoryRange AfterNext;
}
