namespace MobileNets.Kernels;

/// <summary>
/// One output row's share of the weight gradient of the network's first layer (<see cref="StemRowCall{T}"/>), for one block of output channels:
/// <c>sums[tap, o] += Σₓ input at the tap · gradient[x, o]</c>, by x upwards.
/// </summary>
public unsafe struct StemGradientCall
{
    /// <summary>Pixel 0 of channel 0 in the input row above the centre; rows are padded as <see cref="StemRowCall{T}"/> says.</summary>
    public float* Above;

    /// <summary>Pixel 0 of channel 0 in the input row at the centre.</summary>
    public float* Center;

    /// <summary>Pixel 0 of channel 0 in the input row below the centre.</summary>
    public float* Below;

    /// <summary>Floats from a channel of an input row to the next.</summary>
    public nint ChannelStride;

    /// <summary>Channels of the picture; at least 1.</summary>
    public int InputChannels;

    /// <summary>The row of the output's gradient, <c>[OutputWidth][16]</c>.</summary>
    public float* Gradient;

    /// <summary>Pixels of the gradient row; at least 1.</summary>
    public int OutputWidth;

    /// <summary><c>[channel · 9 + tap][16]</c>.</summary>
    public float* Sums;
}
