namespace MobileNets.Kernels;

/// <summary>Kernels of 512-bit vectors. A lone vector of outputs takes twice the pixels, to load fewer weights for as many products.</summary>
[VectorKernels(512, pointwiseRows: [14, 28, 14, 14], depthwiseColumns: 7)]
internal sealed partial class Kernels512() : VectorKernels("512-bit", CreateMicroKernels());
