namespace MobileNets.Imaging;

/// <summary>Decodes JPEG (libjpeg-turbo) and PNG (libspng), told apart by their first bytes, not by the file's extension.</summary>
public sealed class ImageDecoder : IImageDecoder
{
    /// <summary>The pixel limit unless another is given: 100 million.</summary>
    public const long DefaultMaxPixels = 100_000_000;

    private const long LargestMaxPixels = 500_000_000;

    private readonly long _maxPixels;

    /// <summary>Makes a decoder.</summary>
    /// <param name="maxPixels">
    /// Width × height above which a file is refused before any memory is taken for it: a few hundred bytes can claim
    /// gigapixels. 1 to 500 million, the most that the pixels' array can hold.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPixels"/> is outside that range.</exception>
    public ImageDecoder(long maxPixels = DefaultMaxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPixels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPixels, LargestMaxPixels);
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
        if (DetectFormat(data, fileName) == ImageFileFormat.Jpeg)
        {
            JpegHeader jpeg = ReadJpegHeader(data, fileName);
            return Upright(jpeg.Width, jpeg.Height, jpeg.Orientation, ImageFileFormat.Jpeg);
        }

        PngHeader png = ReadPngHeader(data, fileName);
        return Upright(png.Width, png.Height, png.Orientation, ImageFileFormat.Png);
    }

    /// <inheritdoc/>
    /// <exception cref="NativeCodecMissingException">The library for this kind of file is not installed.</exception>
    public RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1)
    {
        if (scaleDenominator is not (1 or 2 or 4 or 8))
            throw new ArgumentOutOfRangeException(nameof(scaleDenominator), scaleDenominator, "Must be 1, 2, 4 or 8.");

        using PixelBuffer pixels = DecodeUpright(data, fileName, scaleDenominator);
        return pixels.ToImage();
    }

    /// <summary>Decodes a JPEG at the smallest scale that leaves the part no smaller than the square, and nothing below the part.</summary>
    DecodedCrop IImageDecoder.DecodeCrop(ReadOnlySpan<byte> data, string fileName, CropRectangle crop, int size)
    {
        if (DetectFormat(data, fileName) == ImageFileFormat.Png)
            return new DecodedCrop(DecodeUpright(data, fileName, scaleDenominator: 1), PixelArea.Of(crop));

        JpegHeader header = ReadJpegHeader(data, fileName);
        int scale = SmallestScale(Math.Min(crop.Width, crop.Height), size);
        CropRectangle stored = header.Orientation.ToStored(crop, header.Width, header.Height);
        PixelBuffer pixels = JpegDecoder.DecodeRows(data, fileName, header, scale, stored.Y + stored.Height);
        double shrink = 1.0 / scale;
        var area = new PixelArea(stored.X * shrink, stored.Y * shrink, stored.Width * shrink, stored.Height * shrink);
        if (header.Orientation.IsUpright)
            return new DecodedCrop(pixels, area);

        using (pixels)
        {
            CropRectangle touched = area.Touched(pixels.Width, pixels.Height);
            area = area with { X = area.X - touched.X, Y = area.Y - touched.Y };
            return new DecodedCrop(
                header.Orientation.Upright(pixels, touched), header.Orientation.ToUpright(area, touched.Width, touched.Height));
        }
    }

    private static int SmallestScale(int side, int size) => (side / size) switch
    {
        >= 8 => 8,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    private static ImageInfo Upright(int width, int height, Orientation orientation, ImageFileFormat format) =>
        orientation.Transposes ? new ImageInfo(height, width, format) : new ImageInfo(width, height, format);

    private PixelBuffer DecodeUpright(ReadOnlySpan<byte> data, string fileName, int scaleDenominator)
    {
        if (DetectFormat(data, fileName) == ImageFileFormat.Jpeg)
        {
            JpegHeader jpeg = ReadJpegHeader(data, fileName);
            return Upright(JpegDecoder.Decode(data, fileName, jpeg, scaleDenominator), jpeg.Orientation);
        }

        PngHeader png = ReadPngHeader(data, fileName);
        return Upright(PngDecoder.Decode(data, fileName, png), png.Orientation);
    }

    private static PixelBuffer Upright(PixelBuffer stored, Orientation orientation)
    {
        if (orientation.IsUpright)
            return stored;
        using (stored)
            return orientation.Upright(stored, new CropRectangle(0, 0, stored.Width, stored.Height));
    }

    private JpegHeader ReadJpegHeader(ReadOnlySpan<byte> data, string fileName)
    {
        JpegHeader header = JpegDecoder.ReadHeader(data, fileName);
        CheckSize(header.Width, header.Height, fileName);
        return header;
    }

    private PngHeader ReadPngHeader(ReadOnlySpan<byte> data, string fileName)
    {
        PngHeader header = PngDecoder.ReadHeader(data, fileName);
        CheckSize(header.Width, header.Height, fileName);
        return header;
    }

    private void CheckSize(int width, int height, string fileName)
    {
        if ((long)width * height > _maxPixels)
        {
            throw new ImageFormatException(fileName,
                $"the header claims {width} × {height} pixels, more than the limit of {_maxPixels}; " +
                "scale the picture down, or raise the decoder's pixel limit.");
        }
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
