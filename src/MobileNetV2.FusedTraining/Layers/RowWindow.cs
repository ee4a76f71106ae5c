using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>Some neighbouring rows of one channel block, made as they are needed: all of a small map at once, or a few at a time.</summary>
internal readonly unsafe struct RowWindow(float* memory, int width, int capacity)
{
    // A map that takes a good part of the first-level cache's 32 or 48 KiB is read row by row.
    public const int MostFloatsAtOnce = 4096;

    /// <summary>Rows that are there at a time.</summary>
    public int Capacity { get; } = capacity;

    public float* this[int row] => memory + (nint)(row % Capacity) * width * KernelSet.BlockChannels;

    /// <summary>How many rows a window has that is looked at from <paramref name="reach"/> rows above to as many below.</summary>
    public static int CapacityOf(int height, int width, int reach) =>
        height * width * KernelSet.BlockChannels <= MostFloatsAtOnce ? height : Math.Min(height, 2 * reach + 2);

    /// <summary>How many rows to make from a row on: one, or a few where the window has room for them all.</summary>
    public int RowsFrom(int row, int height) =>
        Capacity < height ? 1 : Math.Min(height - row, Math.Max(1, MostFloatsAtOnce / (width * KernelSet.BlockChannels)));
}
