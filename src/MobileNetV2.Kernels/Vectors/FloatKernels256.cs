namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 256-bit vectors.</summary>
[VectorKernels(256, pointwiseRows: [12, 6, 4], depthwiseColumns: 4)]
internal sealed partial class FloatKernels256() : VectorKernels<float>(CreateMicroKernels());
