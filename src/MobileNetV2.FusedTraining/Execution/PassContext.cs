using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What the layers of a pass share.</summary>
/// <param name="Kernels">The vector kernels.</param>
/// <param name="Groups">The batch.</param>
/// <param name="Threads">How many threads there are.</param>
/// <param name="Zeros">Zeros: as many as the widest row or the most channels take.</param>
internal sealed record PassContext(KernelSet Kernels, ImageGroups Groups, int Threads, AlignedBuffer Zeros)
{
    public LayerKernels<float> Layers => Kernels.Floats;

    public TrainingKernels Training => Kernels.Training;

    /// <summary>Tasks of a phase that is shared by weights instead of by images.</summary>
    public int WeightTasks => Threads == 1 ? 1 : 2 * Threads;
}
