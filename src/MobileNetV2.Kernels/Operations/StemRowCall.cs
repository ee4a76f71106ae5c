namespace MobileNets.Kernels;

/// <summary>One output row of the network's first layer: a 3×3 convolution of a planar picture with stride 2, padded by 1.</summary>
/// <typeparam name="T">Type of the output: float, or Int16.</typeparam>
/// <remarks>
/// The three input rows are padded copies: the pixel before pixel 0 and the one after the last are there and zero; so are all of a row
/// outside the picture. A sum starts from the bias and adds its taps in the order of channel, row, column.
/// Integer outputs: the same sum, of weights and bias so scaled that 6 is <see cref="KernelSet.IntegerMaximum"/>, clamped to that and rounded to
/// the nearest, ties to even.
/// </remarks>
public unsafe struct StemRowCall<T>
    where T : unmanaged
{
    /// <summary>Pixel 0 of channel 0 in the input row above the centre.</summary>
    public float* Above;

    /// <summary>Pixel 0 of channel 0 in the input row at the centre.</summary>
    public float* Center;

    /// <summary>Pixel 0 of channel 0 in the input row below the centre.</summary>
    public float* Below;

    /// <summary>Floats from a channel of an input row to the next.</summary>
    public nint ChannelStride;

    /// <summary>Channels of the picture; at least 1.</summary>
    public int InputChannels;

    /// <summary><c>[panel][channel · 9 + tap][16]</c>.</summary>
    public float* Weights;

    /// <summary>A number an output channel, whole blocks.</summary>
    public float* Bias;

    /// <summary>Where channel 0 of pixel 0 of the output row goes.</summary>
    public T* Output;

    /// <summary>Numbers from a channel block of the output to the next.</summary>
    public nint OutputBlockStride;

    /// <summary>Output channels; written in whole blocks of 16.</summary>
    public int OutputChannels;

    /// <summary>Pixels of the output row.</summary>
    public int OutputWidth;

    /// <summary>Whether the activation is ReLU6 instead of none; always for integers.</summary>
    public bool ReLU6;
}
