namespace MobileNets.Kernels;

/// <summary>Kernels for integers in 256-bit vectors.</summary>
[VectorKernels(256, pointwiseRows: [12, 6, 4], depthwiseColumns: 6)]
internal sealed partial class IntegerKernels256() : VectorKernels<short>(CreateMicroKernels());
