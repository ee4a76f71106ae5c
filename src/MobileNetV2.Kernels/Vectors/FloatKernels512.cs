namespace MobileNets.Kernels;

/// <summary>Kernels for floats in 512-bit vectors. A lone vector of outputs takes twice the pixels, to load fewer weights for as many products.</summary>
[VectorKernels(512, pointwiseRows: [14, 28, 14, 14], depthwiseColumns: 7)]
internal sealed partial class FloatKernels512() : VectorKernels<float>(CreateMicroKernels());
