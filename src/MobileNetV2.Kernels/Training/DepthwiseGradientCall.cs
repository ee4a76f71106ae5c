namespace MobileNets.Kernels;

/// <summary>
/// The share that neighbouring input rows have of the gradients of a depthwise 3×3 convolution of one channel block, padded by the dilation,
/// which reads its input through batch norm and clamp.
/// </summary>
/// <remarks>
/// With h = input · scale + shift, and g(ky, kx, x) = the gradient row of tap row ky at pixel (x + dilation − kx · dilation) / stride, nothing
/// where that is no whole number or outside: <c>weightGradient[ky, kx] += Σₓ clamp(h[x]) · g(ky, kx, x)</c>, by x upwards, row after row;
/// <c>inputGradient[x] = Σ weights[ky, kx] · g(ky, kx, x)</c>, by kx downwards, ky downwards within, from zero, but zero where h[x] is not
/// between the limits, both excluded; and <c>sums += Σₓ (inputGradient[x], inputGradient[x] · input[x])</c>, by x upwards, row after row: all
/// that the gradient of that batch norm needs.
/// </remarks>
public unsafe struct DepthwiseGradientCall
{
    /// <summary>The row of the output's gradient that tap row 0 multiplies the first input row into; null where there is none.</summary>
    public float* Gradient0;

    /// <summary>The row of the output's gradient that tap row 1 multiplies the first input row into; null where there is none.</summary>
    public float* Gradient1;

    /// <summary>The row of the output's gradient that tap row 2 multiplies the first input row into; null where there is none.</summary>
    public float* Gradient2;

    /// <summary>Pixels of a gradient row: <c>⌈InputWidth / Stride⌉</c>.</summary>
    public int OutputWidth;

    /// <summary>The first input row.</summary>
    public float* Input;

    /// <summary>Pixels of an input row; at least 1.</summary>
    public int InputWidth;

    /// <summary><see cref="TrainingKernels.NormLength"/> numbers of the batch norm and clamp that the input is read through.</summary>
    public float* Norm;

    /// <summary>Nine taps, row-major, of 16 channels each.</summary>
    public float* Weights;

    /// <summary>As <see cref="Weights"/>, added to; null where they are frozen.</summary>
    public float* WeightGradient;

    /// <summary>The gradient by that batch norm's output: as <see cref="Input"/>, overwritten.</summary>
    public float* InputGradient;

    /// <summary><see cref="TrainingKernels.SumsLength"/> numbers, added to: 16 of the input's gradient, 16 of its product with the input.</summary>
    public float* Sums;

    /// <summary>
    /// How many input rows, one after the other in memory, as are the gradient rows that they meet; at least 1, and 1 where the stride is 2.
    /// </summary>
    public int Rows;

    /// <summary>1 or 2.</summary>
    public int Stride;

    /// <summary>Distance between taps; 1 where the stride is 2.</summary>
    public int Dilation;

    /// <summary>The rows below the first.</summary>
    public readonly DepthwiseGradientCall BelowFirst()
    {
        var (input, output) = ((nint)InputWidth * KernelSet.BlockChannels, (nint)OutputWidth * KernelSet.BlockChannels);
        return this with
        {
            Gradient0 = Gradient0 == null ? null : Gradient0 + output,
            Gradient1 = Gradient1 == null ? null : Gradient1 + output,
            Gradient2 = Gradient2 == null ? null : Gradient2 + output,
            Input = Input + input,
            InputGradient = InputGradient + input,
            Rows = Rows - 1,
        };
    }
}
