using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>The size of one image's activations in blocks of 16 channels.</summary>
internal readonly record struct MapShape(int Channels, int Height, int Width)
{
    public int Blocks => (Channels + KernelSet.BlockChannels - 1) / KernelSet.BlockChannels;

    public int Pixels => Height * Width;

    /// <summary>Floats of one image, with those that fill up the last block.</summary>
    public long Floats => (long)Blocks * Pixels * KernelSet.BlockChannels;

    /// <summary>What a window of any size, padded so that stride 1 keeps the map's size, makes of it.</summary>
    public MapShape Convolved(int channels, int stride) => new(channels, (Height - 1) / stride + 1, (Width - 1) / stride + 1);
}
