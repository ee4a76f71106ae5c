namespace MobileNets.Kernels;

/// <summary>Training kernels in 128-bit vectors.</summary>
[VectorTrainingKernels(128, outerChannels: 6, outerVectors: 2, depthwiseColumns: DepthwiseGradientPixels, depthwisePasses: 2, stemChannels: 1)]
internal sealed partial class TrainingKernels128() : VectorTrainingKernels(CreateMicroKernels());
