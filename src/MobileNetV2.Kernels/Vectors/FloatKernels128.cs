namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 128-bit vectors.</summary>
[VectorKernels(128, pointwiseRows: [6], depthwiseColumns: 4)]
internal sealed partial class FloatKernels128() : VectorKernels<float>(CreateMicroKernels());
