using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What the layers of a pass share.</summary>
/// <param name="Kernels">The vector kernels.</param>
/// <param name="Groups">The batch.</param>
/// <param name="Threads">How many threads there are.</param>
/// <param name="Zeros">Zeros: as many as the widest row or the most channels take.</param>
internal sealed record PassContext(KernelSet Kernels, ImageGroups Groups, int Threads, AlignedBuffer Zeros)
{
    // Measured at 224 × 224: the expansion of 112 pixels a side, stored, takes 140 MB more of 760 and a step 1 % longer; those of 56 pixels take
    // 50 MB and a step 1 to 2 % shorter.
    private const int WhereStoringCostsMore = 4000;

    // About half of what the last caches of today's processors hold.
    private const int MostCachedBytes = 16 << 20;

    /// <summary>From how many pixels of a map on its expansion is not stored.</summary>
    public int FewestFoldedPixels { get; init; } = WhereStoringCostsMore;

    public LayerKernels<float> Layers => Kernels.Floats;

    public TrainingKernels Training => Kernels.Training;

    /// <summary>Whether a map is so large that its beginning has left the caches when its end is written: then it is better written past them.</summary>
    public bool IsStreamed(MapShape shape) => Groups.Images * shape.Floats * sizeof(float) > MostCachedBytes;

    /// <summary>Tasks of a phase that is shared by weights instead of by images.</summary>
    public int WeightTasks => Threads == 1 ? 1 : 2 * Threads;
}
