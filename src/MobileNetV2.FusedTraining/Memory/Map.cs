using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>The activations of all images of a batch: <c>[image][block of 16 channels][pixel][16]</c>.</summary>
/// <param name="memory">The first.</param>
/// <param name="shape">An image's.</param>
/// <param name="imageStride">Floats from an image to the next.</param>
internal readonly unsafe struct Map(float* memory, MapShape shape, nint imageStride)
{
    // Several maps are fetched at a time; further ahead, the second-level cache would have dropped some when they are read.
    private const int MostFloatsAhead = 16 * 1024;

    public MapShape Shape { get; } = shape;

    /// <summary>Floats from a channel block to the next.</summary>
    public nint BlockStride => (nint)Shape.Pixels * KernelSet.BlockChannels;

    public float* At(int image, int block, int pixel = 0) =>
        memory + image * imageStride + block * BlockStride + (nint)pixel * KernelSet.BlockChannels;

    /// <summary>Neighbouring pixels of a channel block, those that the map has.</summary>
    public MemoryRange RangeAt(int image, int block, int pixel, int pixels) =>
        new(At(image, block, pixel), (nint)Math.Min(pixels, Shape.Pixels - pixel) * KernelSet.BlockChannels * sizeof(float));

    /// <summary>
    /// What is read some time after neighbouring pixels, as much as they are: those of the next channel block, or of a large map some rows below.
    /// </summary>
    public MemoryRange RangeAhead(int image, int block, int pixel, int pixels) =>
        new(At(image, block, pixel) + Math.Min(BlockStride, MostFloatsAhead), (nint)pixels * KernelSet.BlockChannels * sizeof(float));

    /// <summary>Neighbouring pixels of a channel block; beyond its last, the first of the next image.</summary>
    public MemoryRange NextRangeAt(int image, int block, int pixel, int pixels) =>
        pixel < Shape.Pixels ? RangeAt(image, block, pixel, pixels) : RangeAt(image + 1, block, pixel - Shape.Pixels, pixels);

    /// <summary>As <see cref="NextRangeAt"/>, of all channel blocks.</summary>
    public MemoryRange NextRangesAt(int image, int pixel, int pixels)
    {
        var first = NextRangeAt(image, 0, pixel, pixels);
        return new MemoryRange(first.Start, first.Bytes, Shape.Blocks, BlockStride * sizeof(float));
    }
}
