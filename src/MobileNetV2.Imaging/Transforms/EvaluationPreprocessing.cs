namespace MobileNets.Imaging;

/// <summary>
/// What evaluation feeds the network, as torchvision does it: shorter side to <see cref="ResizeTo"/> (antialiased bilinear),
/// the middle <see cref="Size"/> × <see cref="Size"/>, ImageNet's normalisation.
/// </summary>
public sealed class EvaluationPreprocessing
{
    private readonly IImageDecoder _decoder;

    /// <summary>Makes the preprocessing.</summary>
    /// <param name="resizeTo">The shorter side after resizing.</param>
    /// <param name="size">The side of the network's input, 1 to <paramref name="resizeTo"/>.</param>
    /// <param name="decoder">What decodes files; <see cref="ImageDecoder.Default"/> unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1 or above <paramref name="resizeTo"/>.</exception>
    public EvaluationPreprocessing(int resizeTo = 256, int size = 224, IImageDecoder? decoder = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resizeTo, size);
        ResizeTo = resizeTo;
        Size = size;
        _decoder = decoder ?? ImageDecoder.Default;
    }

    /// <summary>The shorter side after resizing, in pixels.</summary>
    public int ResizeTo { get; }

    /// <summary>The side of the network's input, in pixels.</summary>
    public int Size { get; }

    /// <summary>Floats that one picture becomes: <c>3 × Size × Size</c>.</summary>
    public int OutputLength => checked(RgbImage.Channels * Size * Size);

    /// <summary>Prepares one picture.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="planes">Receives <c>[3, Size, Size]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void Apply(RgbImage image, Span<float> planes)
    {
        ArgumentNullException.ThrowIfNull(image);
        using PixelBuffer pixels = PixelBuffer.From(image);
        Apply(pixels, planes);
    }

    /// <summary>Prepares the picture in a file. Its buffers come from the shared pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="planes">Receives <c>[3, Size, Size]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ApplyToFile(string path, Span<float> planes)
    {
        using var file = new PooledFile(path);
        ImageInfo info = _decoder.ReadInfo(file.Data, path);
        var whole = new CropRectangle(0, 0, info.Width, info.Height);
        using DecodedCrop picture = _decoder.DecodeCrop(file.Data, path, whole, Math.Max(info.Width, info.Height));
        Apply(picture.Pixels, planes);
    }

    private void Apply(PixelBuffer pixels, Span<float> planes)
    {
        using PixelBuffer resized = ImageResize.ResizeAndCenterCrop(pixels, ResizeTo, Size, ResampleFilter.Bilinear);
        ChannelNormalization.ImageNet.Apply(resized, planes);
    }
}
