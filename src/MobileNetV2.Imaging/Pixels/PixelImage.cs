namespace MobileNets.Imaging;

/// <summary>
/// A picture in somebody else's memory: a camera's frame, a bitmap of a drawing library. Nothing is copied. Transparency is passed over,
/// because many sources leave it unset; compose before, where it matters.
/// </summary>
public readonly ref struct PixelImage
{
    /// <summary>Describes pixels.</summary>
    /// <param name="pixels">The rows from top to bottom; the last one may end without its padding.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="format">The order of a pixel's bytes.</param>
    /// <param name="stride">Bytes from the start of a row to the start of the next; 0 where rows follow each other without padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, the format is unknown, the stride is less than a row, or the picture
    /// has more pixels than 2^29 − 16.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> ends before the last row does.</exception>
    public PixelImage(ReadOnlySpan<byte> pixels, int width, int height, PixelFormat format, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        BytesPerPixel = format switch
        {
            PixelFormat.Rgb => RgbImage.Channels,
            PixelFormat.Rgba or PixelFormat.Bgra => PixelBuffer.BytesPerPixel,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected Rgb, Rgba or Bgra."),
        };
        var count = (long)width * height;
        if (count > (Array.MaxLength / PixelBuffer.BytesPerPixel) - PixelBuffer.Slack)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width} × {height} pixels are too many for one array.");
        var row = (long)width * BytesPerPixel;
        if (stride != 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(stride, row);
        Stride = stride == 0 ? (int)row : stride;
        var needed = ((long)(height - 1) * Stride) + row;
        if (pixels.Length < needed)
            throw new ArgumentException($"{width} × {height} pixels with a stride of {Stride} take {needed} bytes, not {pixels.Length}.", nameof(pixels));

        Pixels = pixels;
        Width = width;
        Height = height;
        Format = format;
    }

    /// <summary>The rows from top to bottom.</summary>
    public ReadOnlySpan<byte> Pixels { get; }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>Bytes from the start of a row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>The order of a pixel's bytes.</summary>
    public PixelFormat Format { get; }

    private int BytesPerPixel { get; }

    /// <summary>The bytes of a row, without padding.</summary>
    /// <param name="y">0 (top) to <c>Height − 1</c>.</param>
    internal ReadOnlySpan<byte> Row(int y) => Pixels.Slice((int)((long)y * Stride), Width * BytesPerPixel);
}
