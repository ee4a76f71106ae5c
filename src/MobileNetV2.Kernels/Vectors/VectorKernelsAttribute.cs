namespace MobileNets.Kernels;

/// <summary>
/// Has the micro-kernels of a class generated, as a method <c>CreateMicroKernels</c>: for floats or for integers, as the type argument of its
/// base says.
/// </summary>
/// <param name="vectorBits">128, 256 or 512.</param>
/// <param name="pointwiseRows">The most pixels of a tile of 1, 2, … units of eight output channels; the sums are held in registers.</param>
/// <param name="depthwiseColumns">The most output pixels of a depthwise tile; beside its sums, the weights (nine floats, six pairs of integers) are held in registers.</param>
/// <param name="splitRows">
/// For processors that compute a vector in two halves, at half the speed: the most pixels of a tile of 1, 2, … units in vectors half as wide, so
/// that none is half empty; 0 for no such tile.
/// </param>
[AttributeUsage(AttributeTargets.Class)]
#pragma warning disable CS9113 // Read by the generator.
internal sealed class VectorKernelsAttribute(int vectorBits, int[] pointwiseRows, int depthwiseColumns, int[]? splitRows = null) : Attribute;
