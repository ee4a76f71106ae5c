namespace MobileNets.Imaging;

/// <summary>Decodes JPEG (libjpeg-turbo) and PNG (libspng), told apart by their first bytes, not by the file's extension.</summary>
public sealed class ImageDecoder : IImageDecoder
{
    /// <summary>The pixel limit unless another is given: 100 million.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    private readonly long _maxPixels;

    /// <summary>Makes a decoder.</summary>
    /// <param name="maxPixels">
    /// Width × height above which a file is refused before any memory is taken for it: a few hundred bytes can claim
    /// gigapixels. At least 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is below 1.</exception>
    public ImageDecoder(long maxPixels = DefaultMaxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPixels, 1);
        _maxPixels = maxPixels;
    }

    /// <summary>A decoder with the default pixel limit.</summary>
    public static ImageDecoder Default { get; } = new();

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <inheritdoc/>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    public ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName)
    {
        ImageInfo info = DetectFormat(data, fileName) == ImageFileFormat.Jpeg
            ? JpegDecoder.ReadInfo(data, fileName)
            : PngDecoder.ReadInfo(data, fileName);
        if ((long)info.Width * info.Height > _maxPixels)
        {
            throw new ImageFormatException(fileName,
                $"the header claims {info.Width} × {info.Height} pixels, more than the limit of {_maxPixels}; " +
                "scale the picture down, or raise the decoder's pixel limit.");
        }

        return info;
    }

    /// <inheritdoc/>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1)
    {
        if (scaleDenominator is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(scaleDenominator), scaleDenominator, "Must be 1, 2, 4 or 8.");

        ImageInfo info = ReadInfo(data, fileName);
        return info.Format == ImageFileFormat.Jpeg
            ? JpegDecoder.Decode(data, fileName, info, scaleDenominator)
            : PngDecoder.Decode(data, fileName, info);
    }

    private static ImageFileFormat DetectFormat(ReadOnlySpan<byte> data, string fileName)
    {
        if (data.StartsWith(JpegSignature))
            return ImageFileFormat.Jpeg;
        if (data.StartsWith(PngSignature))
            return ImageFileFormat.Png;

        throw new ImageFormatException(fileName, data.IsEmpty
            ? "the file is empty; fetch it again or remove it."
            : "neither a JPEG nor a PNG by its first bytes; convert it to one of them or remove it.");
    }
}
