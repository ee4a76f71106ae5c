namespace MobileNets.Kernels;

/// <summary>Training kernels in 512-bit vectors.</summary>
[VectorTrainingKernels(512, outerChannels: 24, outerVectors: 1, depthwiseColumns: DepthwiseGradientPixels, depthwisePasses: 1, stemChannels: 3)]
internal sealed partial class TrainingKernels512() : VectorTrainingKernels(CreateMicroKernels());
