using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What the layers of a pass share.</summary>
/// <param name="Kernels">The vector kernels.</param>
/// <param name="Groups">The batch.</param>
/// <param name="Threads">How many threads there are.</param>
/// <param name="Zeros">Zeros: as many as the widest row or the most channels take.</param>
internal sealed record PassContext(KernelSet Kernels, ImageGroups Groups, int Threads, AlignedBuffer Zeros)
{
    // Measured at 224 × 224, where folding took 3 ms of 175 off a step at 56 and 112 pixels a side, and no more at 28; storing the expansion of
    // 112, too, would take 1 ms more, and 140 MB of 760.
    private const int WhereFoldingCostsLess = 2000;
    private const int WhereStoringCostsMore = 4000;

    // About half of what the last caches of today's processors hold.
    private const int MostCachedBytes = 16 << 20;

    /// <summary>From how many pixels of a map on its expansion is folded.</summary>
    public int FewestFoldedPixels { get; init; } = WhereFoldingCostsLess;

    /// <summary>From how many pixels on a folded expansion is not stored.</summary>
    public int FewestUnstoredPixels { get; init; } = WhereStoringCostsMore;

    public LayerKernels<float> Layers => Kernels.Floats;

    public TrainingKernels Training => Kernels.Training;

    /// <summary>Whether a map is so large that its beginning has left the caches when its end is written: then it is better written past them.</summary>
    public bool IsStreamed(MapShape shape) => Groups.Images * shape.Floats * sizeof(float) > MostCachedBytes;

    /// <summary>Tasks of a phase that is shared by weights instead of by images.</summary>
    public int WeightTasks => Threads == 1 ? 1 : 2 * Threads;
}
