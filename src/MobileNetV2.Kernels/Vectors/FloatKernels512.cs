namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 512-bit vectors.</summary>
[VectorKernels(512, pointwiseRows: [14, 14, 8, 14], depthwiseColumns: 7)]
internal sealed partial class FloatKernels512() : VectorKernels<float>(CreateMicroKernels());
