using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>Sizes of tensors in channel blocks, and the way from them to planes.</summary>
internal static unsafe class Tensors
{
    /// <summary>Numbers of one channel block.</summary>
    public static nint BlockLength(TensorShape shape) => (nint)shape.Pixels * KernelSet.BlockChannels;

    /// <summary>Numbers of the whole tensor.</summary>
    public static long Length(TensorShape shape) => Panels.Blocks(shape.Channels) * (long)BlockLength(shape);

    /// <summary>Numbers of one row in one channel block.</summary>
    public static nint RowLength(TensorShape shape) => (nint)shape.Width * KernelSet.BlockChannels;

    /// <summary>A tensor that is stored block by block.</summary>
    public static Rows<T> Whole<T>(T* tensor, TensorShape shape)
        where T : unmanaged => new(tensor, RowLength(shape), BlockLength(shape), shape.Height);

    /// <summary>How many numbers take the place of some floats.</summary>
    public static long InPlaceOf<T>(long floats)
        where T : unmanaged => floats * sizeof(float) / sizeof(T);

    /// <summary>Copies neighbouring pixels of some channels from blocks to planes.</summary>
    /// <param name="blocks">Channel <paramref name="firstChannel"/>, the first of its block, of the first pixel.</param>
    /// <param name="blockStride">Numbers from a block to the next.</param>
    /// <param name="firstChannel">The first channel.</param>
    /// <param name="channelCount">How many channels.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="step">What 1 stands for.</param>
    /// <param name="planes">The first pixel of the map's channel 0.</param>
    /// <param name="planeStride">Pixels of a plane.</param>
    public static void ToPlanes<T>(
        T* blocks, nint blockStride, int firstChannel, int channelCount, int pixels, float step, float* planes, nint planeStride)
        where T : unmanaged, INumber<T>
    {
        for (var channel = 0; channel < channelCount; channel++)
        {
            var source = blocks + channel / KernelSet.BlockChannels * blockStride + channel % KernelSet.BlockChannels;
            var plane = planes + (firstChannel + channel) * planeStride;
            for (var pixel = 0; pixel < pixels; pixel++)
                plane[pixel] = step * float.CreateTruncating(source[(nint)pixel * KernelSet.BlockChannels]);
        }
    }
}
