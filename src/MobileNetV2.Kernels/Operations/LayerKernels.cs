namespace MobileNets.Kernels;

/// <summary>The operations that MobileNetV2 spends its time in. Pointers are trusted; nothing is checked.</summary>
/// <typeparam name="T">What activations and weights are stored as: float, or Int16 for quantised networks.</typeparam>
public abstract unsafe class LayerKernels<T>
    where T : unmanaged
{
    /// <summary>A 1×1 convolution.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void Pointwise(in PointwiseCall<T> call);

    /// <summary>A row of a depthwise convolution.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void DepthwiseRow(in DepthwiseRowCall<T> call);

    /// <summary>A row of the first layer.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void StemRow(in StemRowCall<T> call);

    /// <summary>Averages the pixels of one channel block; integers are rounded to the nearest, ties to even.</summary>
    /// <param name="input"><c>[pixels][16]</c>.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="output">16 averages.</param>
    public abstract void AveragePixels(T* input, int pixels, T* output);

    /// <summary>
    /// Adds a vector's product with a panel of the classifier: <c>output[o] += Σₖ vector[k] · panel[k, o]</c>, in the order of k. Integer
    /// products are summed exactly, multiplied by <c>scale[o]</c> and added.
    /// </summary>
    /// <param name="vector">The inputs.</param>
    /// <param name="length">How many inputs; at least 1.</param>
    /// <param name="panel"><c>[length][<see cref="KernelSet.ClassifierPanel"/>]</c>; integers in pairs, <c>[⌈length / 2⌉][<see cref="KernelSet.ClassifierPanel"/>][2]</c>.</param>
    /// <param name="scale">Integers: <see cref="KernelSet.ClassifierPanel"/> numbers.</param>
    /// <param name="output"><see cref="KernelSet.ClassifierPanel"/> sums.</param>
    public abstract void AddProduct(T* vector, int length, T* panel, float* scale, float* output);
}
