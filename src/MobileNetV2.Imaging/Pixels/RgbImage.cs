namespace MobileNets.Imaging;

/// <summary>A picture in memory: 8 bits a channel, red, green and blue interleaved, rows from top to bottom without padding.</summary>
public sealed class RgbImage
{
    /// <summary>Bytes per pixel.</summary>
    public const int Channels = 3;

    private readonly byte[] _pixels;

    /// <summary>Makes a black picture.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture is larger than one array can be.</exception>
    public RgbImage(int width, int height)
        : this(width, height, new byte[ByteCount(width, height)])
    {
    }

    /// <summary>Wraps pixels without copying them: the picture and the caller share the array.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Exactly <c>width × height × 3</c> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the picture is larger than one array can be.</exception>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int expected = ByteCount(width, height);
        if (pixels.Length != expected)
            throw new ArgumentException($"{width} × {height} pixels take {expected} bytes, not {pixels.Length}.", nameof(pixels));

        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Columns, at least 1.</summary>
    public int Width { get; }

    /// <summary>Rows, at least 1.</summary>
    public int Height { get; }

    /// <summary>All <c>Height × Width × 3</c> bytes; writing to them changes the picture.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The <c>Width × 3</c> bytes of one row.</summary>
    /// <param name="y">0 (top) to <c>Height − 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="y"/> is outside the picture.</exception>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        int stride = Width * Channels;
        return _pixels.AsSpan(y * stride, stride);
    }

    /// <summary>For callers that overwrite every pixel: skips the clearing.</summary>
    internal static RgbImage Uninitialized(int width, int height) =>
        new(width, height, GC.AllocateUninitializedArray<byte>(ByteCount(width, height)));

    private static int ByteCount(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long bytes = (long)width * height;
        if (bytes > Array.MaxLength / Channels)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width} × {height} pixels do not fit one array.");

        return (int)bytes * Channels;
    }
}
