namespace MobileNets.Kernels;

/// <summary>Kernels of 512-bit vectors.</summary>
[VectorKernels(512, pointwiseRows: [14, 14, 14, 14], depthwiseColumns: 7)]
internal sealed partial class Kernels512() : VectorKernels("512-bit", CreateMicroKernels());
