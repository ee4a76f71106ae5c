namespace MobileNets.Kernels;

/// <summary>
/// What training does beside the operations of <see cref="LayerKernels{T}"/>: batch normalisation as it runs over raw convolution outputs, and
/// the gradients. Pointers are trusted; nothing is checked.
/// </summary>
/// <remarks>
/// A channel block's batch norm and activation are one record of <see cref="NormLength"/> numbers,
/// <c>[16 scale][16 shift][16 low][16 high]</c>: <c>clamp(x · scale + shift, low, high)</c>. Limits are 0 and 6 for ReLU6, infinite for none.
/// Sums over pixels are made of four interleaved ones, pixel p in the (p mod 4)th, added as (0 + 1) + (2 + 3) and then to the caller's doubles.
/// </remarks>
public abstract unsafe class TrainingKernels
{
    /// <summary>Numbers of a channel block's batch norm and activation.</summary>
    public const int NormLength = 4 * KernelSet.BlockChannels;

    /// <summary>Numbers of a channel block's <see cref="Combine"/>.</summary>
    public const int CombineLength = 3 * KernelSet.BlockChannels;

    /// <summary>The most gradient pixels that <see cref="DepthwiseGradientRows"/> takes at a time.</summary>
    public const int DepthwiseGradientPixels = 7;

    /// <summary>Doubles that the sums of a channel block take.</summary>
    public const int SumsLength = 2 * KernelSet.BlockChannels;

    /// <summary><c>output = clamp(input · scale + shift, low, high) + residual</c>.</summary>
    /// <param name="input"><c>[pixels][16]</c>.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="norm"><see cref="NormLength"/> numbers.</param>
    /// <param name="residual">As the input; null for none.</param>
    /// <param name="output">As the input.</param>
    public abstract void Normalize(float* input, int pixels, float* norm, float* residual, float* output);

    /// <summary>Adds Σ x and Σ x² of each channel to the sums.</summary>
    /// <param name="input"><c>[pixels][16]</c>.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="sums"><see cref="SumsLength"/> doubles: 16 of x, 16 of x².</param>
    /// <param name="copy">Where the numbers go, too, past the caches, beginning at a cache line; null for nowhere.</param>
    public abstract void AddStatistics(float* input, int pixels, double* sums, float* copy = null);

    /// <summary>
    /// Takes a gradient g back through the clamp: zero where <c>h = raw · scale + shift</c> is not between the limits, both excluded. Adds Σ g
    /// and Σ g · raw of what is left to the sums: all that batch norm's own gradient needs.
    /// </summary>
    /// <param name="gradient"><c>[pixels][16]</c>, by the clamped numbers; changed in place.</param>
    /// <param name="added">Added to the gradient first; null for nothing.</param>
    /// <param name="raw">As the gradient: what the convolution had put out.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="norm"><see cref="NormLength"/> numbers.</param>
    /// <param name="activation">Where the clamped numbers go; null for nowhere.</param>
    /// <param name="sums"><see cref="SumsLength"/> doubles: 16 of g, 16 of g · raw.</param>
    public abstract void MaskGradient(float* gradient, float* added, float* raw, int pixels, float* norm, float* activation, double* sums);

    /// <summary><c>output = gradient · factors[0] + (raw · factors[1] + factors[2])</c>: the gradient of batch norm's input.</summary>
    /// <param name="gradient"><c>[pixels][16]</c>, by batch norm's output.</param>
    /// <param name="raw">As the gradient: batch norm's input.</param>
    /// <param name="pixels">How many; at least 1.</param>
    /// <param name="factors"><c>[3][16]</c>.</param>
    /// <param name="output">As the gradient, which it may be.</param>
    public abstract void Combine(float* gradient, float* raw, int pixels, float* factors, float* output);

    /// <summary>Adds a sum of outer products: the weight gradient of a 1×1 convolution.</summary>
    /// <param name="call">What to compute.</param>
    public abstract void AddOuterProduct(in OuterProductCall call);

    /// <summary>Rows of both gradients of a depthwise 3×3 convolution.</summary>
    /// <param name="call">What to compute.</param>
    /// <param name="fetch">Advances with every <see cref="DepthwiseGradientPixels"/> gradient pixels, or more often.</param>
    public abstract void DepthwiseGradientRows(in DepthwiseGradientCall call, ref FetchCursor fetch);

    /// <summary>A row of the weight gradient of the first layer.</summary>
    /// <param name="call">What to compute.</param>
    /// <param name="fetch">Advances with every pixel, or more often.</param>
    public abstract void StemGradientRow(in StemGradientCall call, ref FetchCursor fetch);
}
