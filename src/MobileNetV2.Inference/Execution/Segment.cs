using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>A part of the network between two tensors that are stored whole. Segments are shared by all runs and keep no state.</summary>
internal abstract class Segment
{
    /// <summary>Shape of the tensor that it reads.</summary>
    public abstract TensorShape Input { get; }

    /// <summary>Shape of the tensor that it writes.</summary>
    public abstract TensorShape Output { get; }

    /// <summary>The last of the plan's blocks in it.</summary>
    public abstract int LastBlock { get; }

    /// <summary>The segment that comes next.</summary>
    public Segment? Next { get; set; }

    /// <summary>Floats of memory that so many members work in.</summary>
    public abstract long ScratchFloats(int members);

    /// <summary>The weights that a member reads first, which the segment before may fetch ahead.</summary>
    public virtual MemoryRange FirstWeights(in SegmentRun run) => default;

    /// <summary>Does one member's part. The caller sees to it that all members have finished before the next segment begins.</summary>
    public abstract void Run(in SegmentRun run);
}
