using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>What a segment needs to do one member's part for one image.</summary>
internal readonly unsafe struct SegmentRun
{
    public KernelSet Kernels { get; init; }

    /// <summary>The image and what is wanted of it.</summary>
    public ImageTask Task { get; init; }

    /// <summary>The tensor to read; the first segment reads the image instead.</summary>
    public float* Input { get; init; }

    /// <summary>The tensor to write.</summary>
    public float* Output { get; init; }

    /// <summary>Memory that the segment's members share as they like.</summary>
    public float* Scratch { get; init; }

    /// <summary>Zeros, enough for a row of any map.</summary>
    public float* Zeros { get; init; }

    /// <summary>Who works together; null for one thread alone.</summary>
    public WorkerTeam? Team { get; init; }

    /// <summary>Whose part this is.</summary>
    public int Member { get; init; }

    /// <summary>How many members share the work.</summary>
    public int Members { get; init; }

    /// <summary>Waits for the other members.</summary>
    public void Barrier() => Team?.Barrier(Member);

    /// <summary>This member's share of things numbered from 0.</summary>
    public (int From, int To) Share(int count) =>
        ((int)((long)count * Member / Members), (int)((long)count * (Member + 1) / Members));
}
