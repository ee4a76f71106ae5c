namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 512-bit vectors.</summary>
/// <remarks>
/// A processor that computes a vector in two halves has enough to do with few sums at a time. Small tiles suit it better: what begins and
/// ends one hides behind its neighbours.
/// </remarks>
/// <param name="splitsVectors">Whether the processor computes such a vector in two halves, at half the speed.</param>
[VectorKernels(512, pointwiseRows: [14, 14, 14, 14], depthwiseColumns: 7, splitRows: [14, 0, 8, 0])]
internal sealed partial class FloatKernels512(bool splitsVectors)
    : VectorKernels<float>(CreateMicroKernels(splitsVectors), mostUnits: splitsVectors ? 3 : int.MaxValue, mostPixels: splitsVectors ? 9 : int.MaxValue);
