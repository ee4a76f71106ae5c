using System.Runtime.Intrinsics;

namespace MobileNets.Kernels;

/// <summary>
/// The operations that MobileNetV2 spends its time in, for one kind of vector. Implementations differ in speed only: their sums are in the
/// same order. Pointers are trusted; nothing is checked.
/// </summary>
public abstract unsafe class KernelSet
{
    /// <summary>Channels in a block of the layout, and output channels in a panel of weights.</summary>
    public const int BlockChannels = 16;

    /// <summary>Outputs in a panel of the classifier's weights.</summary>
    public const int ClassifierPanel = 112;

    /// <summary>The definition: one number at a time, on any machine.</summary>
    public static KernelSet Scalar { get; } = new ScalarKernels();

    /// <summary>What this machine can run: the widest vectors first, <see cref="Scalar"/> last.</summary>
    public static IReadOnlyList<KernelSet> Supported { get; } = FindSupported();

    /// <summary>The first of <see cref="Supported"/>.</summary>
    public static KernelSet Best => Supported[0];

    /// <summary>What messages and benchmarks call it: <c>512-bit</c>, <c>scalar</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A 1×1 convolution.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void Pointwise(in PointwiseCall call);

    /// <summary>A row of a depthwise convolution.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void DepthwiseRow(in DepthwiseRowCall call);

    /// <summary>A row of the first layer.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void StemRow(in StemRowCall call);

    /// <summary>Averages the pixels of one channel block.</summary>
    /// <param name="input"><c>[pixels][16]</c>.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="output">16 averages.</param>
    public abstract void AveragePixels(float* input, int pixels, float* output);

    /// <summary>Adds a vector's product with a panel of the classifier: <c>output[o] += Σₖ vector[k] · panel[k, o]</c>, in the order of k.</summary>
    /// <param name="vector">The inputs.</param>
    /// <param name="length">How many inputs; at least 1.</param>
    /// <param name="panel"><c>[length][<see cref="ClassifierPanel"/>]</c>.</param>
    /// <param name="output"><see cref="ClassifierPanel"/> sums.</param>
    public abstract void AddProduct(float* vector, int length, float* panel, float* output);

    private static KernelSet[] FindSupported()
    {
        var sets = new List<KernelSet>();
        if (Vector512.IsHardwareAccelerated)
            sets.Add(new Kernels512());
        if (Vector256.IsHardwareAccelerated)
            sets.Add(new Kernels256());
        if (Vector128.IsHardwareAccelerated)
            sets.Add(new Kernels128());
        return [.. sets, Scalar];
    }
}
