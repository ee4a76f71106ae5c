namespace MobileNets.Kernels;

/// <summary>Kernels for integers in 128-bit vectors.</summary>
[VectorKernels(128, pointwiseRows: [6], depthwiseColumns: 6)]
internal sealed partial class IntegerKernels128() : VectorKernels<short>(CreateMicroKernels());
