namespace MobileNets.Weights;

/// <summary>A convolution that does the work of the batch normalisation behind it.</summary>
/// <param name="Weight">Filters <c>[Cout, Cin / groups, k, k]</c>, row-major.</param>
/// <param name="Bias">One number an output channel, <c>[Cout]</c>.</param>
public sealed record FoldedConvolution(float[] Weight, float[] Bias);
