namespace MobileNets.Kernels;

/// <summary>Training kernels in 256-bit vectors.</summary>
[VectorTrainingKernels(256, outerChannels: 6, outerVectors: 2, depthwiseColumns: DepthwiseGradientPixels, depthwisePasses: 2, stemChannels: 1)]
internal sealed partial class TrainingKernels256() : VectorTrainingKernels(CreateMicroKernels());
