namespace MobileNets.Imaging;

/// <summary>
/// What evaluation feeds the network, as torchvision does it: shorter side to <see cref="ResizeTo"/> (antialiased bilinear),
/// the middle <see cref="Height"/> × <see cref="Width"/>, ImageNet's normalisation.
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
        Height = Width = size;
        _decoder = decoder ?? ImageDecoder.Default;
    }

    /// <summary>Makes the preprocessing for an input that may not be square.</summary>
    /// <param name="resizeTo">The shorter side after resizing.</param>
    /// <param name="height">Rows of the network's input, 1 to <paramref name="resizeTo"/>.</param>
    /// <param name="width">Columns of the network's input, 1 to <paramref name="resizeTo"/>.</param>
    /// <param name="decoder">What decodes files; <see cref="ImageDecoder.Default"/> unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above <paramref name="resizeTo"/>.</exception>
    public EvaluationPreprocessing(int resizeTo, int height, int width, IImageDecoder? decoder = null)
        : this(resizeTo, Math.Max(height, width), decoder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Height = height;
        Width = width;
    }

    /// <summary>The shorter side after resizing, in pixels.</summary>
    public int ResizeTo { get; }

    /// <summary>Rows of the network's input.</summary>
    public int Height { get; }

    /// <summary>Columns of the network's input.</summary>
    public int Width { get; }

    /// <summary>The longer side of the network's input; both, where it is square.</summary>
    public int Size => Math.Max(Height, Width);

    /// <summary>Floats that one picture becomes: <c>3 × Height × Width</c>.</summary>
    public int OutputLength => checked(RgbImage.Channels * Height * Width);

    /// <summary>Prepares one picture.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="planes">Receives <c>[3, Height, Width]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void Apply(RgbImage image, Span<float> planes)
    {
        ArgumentNullException.ThrowIfNull(image);
        using PixelBuffer pixels = PixelBuffer.From(image);
        Apply(pixels, planes);
    }

    /// <summary>Prepares a picture in somebody else's memory. Its buffers come from the shared pool.</summary>
    /// <param name="image">The picture, of any size.</param>
    /// <param name="planes">Receives <c>[3, Height, Width]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    public void Apply(in PixelImage image, Span<float> planes)
    {
        using PixelBuffer pixels = PixelBuffer.From(image);
        Apply(pixels, planes);
    }

    /// <summary>Prepares the picture in an encoded file's bytes. Its buffers come from the shared pool.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file.</param>
    /// <param name="planes">Receives <c>[3, Height, Width]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    /// <exception cref="ImageFormatException">The data is no readable picture.</exception>
    public void ApplyToEncoded(ReadOnlySpan<byte> data, string fileName, Span<float> planes)
    {
        ImageInfo info = _decoder.ReadInfo(data, fileName);
        var whole = new CropRectangle(0, 0, info.Width, info.Height);
        using DecodedCrop picture = _decoder.DecodeCrop(data, fileName, whole, Math.Max(info.Width, info.Height));
        Apply(picture.Pixels, planes);
    }

    /// <summary>Prepares the picture in a file. Its buffers come from the shared pool.</summary>
    /// <param name="path">The file.</param>
    /// <param name="planes">Receives <c>[3, Height, Width]</c> normalised floats.</param>
    /// <exception cref="ArgumentException"><paramref name="planes"/> has another length.</exception>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ApplyToFile(string path, Span<float> planes)
    {
        using var file = new PooledFile(path);
        ApplyToEncoded(file.Data, path, planes);
    }

    private void Apply(PixelBuffer pixels, Span<float> planes)
    {
        using PixelBuffer resized = ImageResize.ResizeAndCenterCrop(pixels, ResizeTo, Width, Height, ResampleFilter.Bilinear);
        ChannelNormalization.ImageNet.Apply(resized, planes);
    }
}
