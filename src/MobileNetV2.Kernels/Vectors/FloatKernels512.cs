namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 512-bit vectors.</summary>
/// <param name="splitsVectors">Whether the processor computes such a vector in two halves, at half the speed.</param>
[VectorKernels(512, pointwiseRows: [14, 14, 14, 14], depthwiseColumns: 7, splitRows: [14, 0, 8, 0])]
internal sealed partial class FloatKernels512(bool splitsVectors) : VectorKernels<float>(CreateMicroKernels(splitsVectors), splitsVectors ? 32 : 0);
