namespace MobileNets.Kernels;

/// <summary>Kernels for integers in 512-bit vectors.</summary>
[VectorKernels(512, pointwiseRows: [14, 14, 14, 14], depthwiseColumns: 14)]
internal sealed partial class IntegerKernels512() : VectorKernels<short>(CreateMicroKernels());
