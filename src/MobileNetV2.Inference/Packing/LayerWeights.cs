namespace MobileNets.Inference;

/// <summary>A layer's weights as the kernels take them, batch normalisation folded in, before they are packed.</summary>
/// <param name="Filters">One filter an output after another.</param>
/// <param name="Bias">One number an output.</param>
/// <param name="Scale">What sums of integers are multiplied by, one number an output; none for floats.</param>
internal sealed record LayerWeights<T>(T[] Filters, float[] Bias, float[] Scale)
    where T : unmanaged;
