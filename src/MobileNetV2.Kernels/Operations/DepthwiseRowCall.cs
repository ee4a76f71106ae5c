namespace MobileNets.Kernels;

/// <summary>
/// One output row of a depthwise 3×3 convolution of one channel block, padded by the dilation.
/// </summary>
/// <typeparam name="T">Float, or Int16.</typeparam>
/// <remarks>
/// Rows hold 16 channels a pixel and no padding: columns outside are left out, rows outside are a row of zeros that the caller passes.
/// A sum starts from the bias and adds its taps column by column, top to bottom in a column.
/// Integers are summed exactly; then <c>output = round(clamp(sum · scale + bias))</c>, to the nearest and ties to even, within 0 …
/// <see cref="KernelSet.IntegerMaximum"/>. Their taps stand in pairs of rows: three columns of <c>[16][above, center]</c>, then three of
/// <c>[16][below, 0]</c>.
/// </remarks>
public unsafe struct DepthwiseRowCall<T>
    where T : unmanaged
{
    /// <summary>Pixel 0 of the input row <see cref="Dilation"/> above the centre.</summary>
    public T* Above;

    /// <summary>Pixel 0 of the input row at the centre.</summary>
    public T* Center;

    /// <summary>Pixel 0 of the input row <see cref="Dilation"/> below the centre.</summary>
    public T* Below;

    /// <summary>Pixels in an input row; at least 1.</summary>
    public int InputWidth;

    /// <summary>Nine taps, row-major, of 16 channels each.</summary>
    public T* Weights;

    /// <summary>What an integer sum is multiplied by, 16 numbers.</summary>
    public float* Scale;

    /// <summary>16 numbers.</summary>
    public float* Bias;

    /// <summary>Where pixel 0 of the output row goes.</summary>
    public T* Output;

    /// <summary>Pixels of the output row: <c>⌈InputWidth / Stride⌉</c>.</summary>
    public int OutputWidth;

    /// <summary>1 or 2.</summary>
    public int Stride;

    /// <summary>Distance between taps; 1 where the stride is 2.</summary>
    public int Dilation;

    /// <summary>Whether the activation is ReLU6 instead of none; always for integers.</summary>
    public bool ReLU6;
}
