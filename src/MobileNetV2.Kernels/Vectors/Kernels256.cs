namespace MobileNets.Kernels;

/// <summary>Kernels of 256-bit vectors.</summary>
[VectorKernels(256, pointwiseRows: [12, 6, 4], depthwiseColumns: 4)]
internal sealed partial class Kernels256() : VectorKernels("256-bit", CreateMicroKernels());
