namespace MobileNets.Kernels;

/// <summary>Kernels of 128-bit vectors.</summary>
[VectorKernels(128, pointwiseRows: [6], depthwiseColumns: 4)]
internal sealed partial class Kernels128() : VectorKernels("128-bit", CreateMicroKernels());
