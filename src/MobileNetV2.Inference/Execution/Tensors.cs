using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>Sizes of tensors in channel blocks, and the way from them to planes.</summary>
internal static unsafe class Tensors
{
    /// <summary>Floats of one channel block.</summary>
    public static nint BlockFloats(TensorShape shape) => (nint)shape.Pixels * KernelSet.BlockChannels;

    /// <summary>Floats of the whole tensor.</summary>
    public static long Floats(TensorShape shape) => Panels.Blocks(shape.Channels) * (long)BlockFloats(shape);

    /// <summary>Floats of one row in one channel block.</summary>
    public static nint RowFloats(TensorShape shape) => (nint)shape.Width * KernelSet.BlockChannels;

    /// <summary>A tensor that is stored block by block.</summary>
    public static Rows Whole(float* tensor, TensorShape shape) => new(tensor, RowFloats(shape), BlockFloats(shape), shape.Height);

    /// <summary>Copies neighbouring pixels of some channels from blocks to planes.</summary>
    /// <param name="blocks">Channel <paramref name="firstChannel"/>, the first of its block, of the first pixel.</param>
    /// <param name="blockStride">Floats from a block to the next.</param>
    /// <param name="firstChannel">The first channel.</param>
    /// <param name="channelCount">How many channels.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="planes">The first pixel of the map's channel 0.</param>
    /// <param name="planeStride">Pixels of a plane.</param>
    public static void ToPlanes(
        float* blocks, nint blockStride, int firstChannel, int channelCount, int pixels, float* planes, nint planeStride)
    {
        for (var channel = 0; channel < channelCount; channel++)
        {
            var source = blocks + channel / KernelSet.BlockChannels * blockStride + channel % KernelSet.BlockChannels;
            var plane = planes + (firstChannel + channel) * planeStride;
            for (var pixel = 0; pixel < pixels; pixel++)
                plane[pixel] = source[(nint)pixel * KernelSet.BlockChannels];
        }
    }
}
