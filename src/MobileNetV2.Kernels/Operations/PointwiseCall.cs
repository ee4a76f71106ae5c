namespace MobileNets.Kernels;

/// <summary>
/// A 1×1 convolution over neighbouring pixels: <c>output[p, o] = activation(bias[o] + residual[p, o] + Σₖ input[p, k] · weights[k, o])</c>.
/// </summary>
/// <typeparam name="T">Float, or Int16.</typeparam>
/// <remarks>
/// Activations are in blocks of <see cref="KernelSet.BlockChannels"/> channels, pixel-major inside a block. Weights are in panels of
/// as many output channels: <c>[panel][k][16]</c>. Sums start from bias (and residual) and add the products in the order of k, one fused
/// multiply-add each where the machine has it: they do not depend on how pixels and outputs are tiled.
/// Integers are summed exactly; then <c>output = round(clamp(sum · scale[o] + bias[o] + residual · residualScale))</c>, to the nearest and ties to
/// even, within 0 or −<see cref="KernelSet.IntegerMaximum"/> … <see cref="KernelSet.IntegerMaximum"/>. Their weights stand in pairs of
/// neighbouring inputs, <c>[panel][⌈inputs / 2⌉][16][2]</c>; an odd last input's partner is zero.
/// Output channels are written in units of eight: weights and bias of those that fill up a unit are there and zero.
/// </remarks>
public unsafe struct PointwiseCall<T>
    where T : unmanaged
{
    /// <summary>Channel 0 of the first pixel.</summary>
    public T* Input;

    /// <summary>Numbers from a channel block of the input to the next.</summary>
    public nint InputBlockStride;

    /// <summary>How many input channels are summed over; at least 1, need not fill the last block.</summary>
    public int InputChannels;

    /// <summary>Panel of the first 16 output channels.</summary>
    public T* Weights;

    /// <summary>Numbers from a weight panel to the next.</summary>
    public nint PanelStride;

    /// <summary>What an integer sum is multiplied by: a number an output channel, whole units of eight.</summary>
    public float* Scale;

    /// <summary>A number an output channel, whole units of eight.</summary>
    public float* Bias;

    /// <summary>Where channel 0 of the first pixel goes; no part of the input.</summary>
    public T* Output;

    /// <summary>Numbers from a channel block of output (and residual) to the next.</summary>
    public nint OutputBlockStride;

    /// <summary>How many output channels; at least 1.</summary>
    public int OutputChannels;

    /// <summary>Added before the activation, laid out as the output (which it may be); null for none.</summary>
    public T* Residual;

    /// <summary>What an integer residual is multiplied by.</summary>
    public float ResidualScale;

    /// <summary>How many neighbouring pixels; at least 1.</summary>
    public int Pixels;

    /// <summary>Whether the activation is ReLU6 instead of none.</summary>
    public bool ReLU6;

    /// <summary>What the caller reads next, typically the following weights: fetched into the second-level cache during the call.</summary>
    public MemoryRange Next;

    /// <summary>What the caller reads after that.</summary>
    public MemoryRange AfterNext;
}
