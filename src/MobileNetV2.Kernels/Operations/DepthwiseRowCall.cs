namespace MobileNets.Kernels;

/// <summary>
/// One output row of a depthwise 3×3 convolution of one channel block, padded by the dilation, then ReLU6.
/// </summary>
/// <remarks>
/// Rows hold 16 channels a pixel and no padding: columns outside are left out, rows outside are a row of zeros that the caller passes.
/// A sum starts from the bias and adds its taps column by column, top to bottom in a column.
/// </remarks>
public unsafe struct DepthwiseRowCall
{
    /// <summary>Pixel 0 of the input row <see cref="Dilation"/> above the centre.</summary>
    public float* Above;

    /// <summary>Pixel 0 of the input row at the centre.</summary>
    public float* Center;

    /// <summary>Pixel 0 of the input row <see cref="Dilation"/> below the centre.</summary>
    public float* Below;

    /// <summary>Pixels in an input row; at least 1.</summary>
    public int InputWidth;

    /// <summary>Nine taps, row-major, of 16 channels each.</summary>
    public float* Weights;

    /// <summary>16 numbers.</summary>
    public float* Bias;

    /// <summary>Where pixel 0 of the output row goes.</summary>
    public float* Output;

    /// <summary>Pixels of the output row: <c>⌈InputWidth / Stride⌉</c>.</summary>
    public int OutputWidth;

    /// <summary>1 or 2.</summary>
    public int Stride;

    /// <summary>Distance between taps; 1 where the stride is 2.</summary>
    public int Dilation;
}
