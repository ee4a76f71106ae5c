namespace MobileNets.Kernels;

/// <summary>Has the micro-kernels of a class of training kernels generated, as a method <c>CreateMicroKernels</c>, and the operations without tiles.</summary>
/// <param name="vectorBits">128, 256 or 512.</param>
/// <param name="outerChannels">The most left channels of a tile of outer products, in three units; their sums are held in registers.</param>
/// <param name="outerVectors">The right vectors of that tile.</param>
/// <param name="depthwiseColumns">The most gradient pixels of a depthwise tile.</param>
/// <param name="depthwisePasses">1: both gradients of a depthwise tile at once, nine taps and nine sums in registers; 2: one after the other.</param>
/// <param name="stemChannels">The most picture channels of the first layer's tile, with nine sums each in registers.</param>
[AttributeUsage(AttributeTargets.Class)]
#pragma warning disable CS9113 // Read by the generator.
internal sealed class VectorTrainingKernelsAttribute(
    int vectorBits, int outerChannels, int outerVectors, int depthwiseColumns, int depthwisePasses, int stemChannels) : Attribute;
