using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Imaging;

/// <summary>
/// A picture in a pooled array, four bytes a pixel: red, green, blue and one that means nothing, so that a pixel is one
/// 32-bit number to a vector. Dispose each exactly once.
/// </summary>
internal readonly struct PixelBuffer : IDisposable
{
    internal const int BytesPerPixel = 4;

    /// <summary>Pixels that may be read and written behind the last one: vector loops need no remainder.</summary>
    internal const int Slack = 16;

    private readonly byte[] _array;

    /// <summary>Takes an array from the pool; the pixels are whatever was there.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    internal PixelBuffer(int width, int height)
    {
        Width = width;
        Height = height;
        _array = ArrayPool<byte>.Shared.Rent(checked((((width * height) + Slack) * BytesPerPixel)));
    }

    internal int Width { get; }

    internal int Height { get; }

    internal int Stride => Width * BytesPerPixel;

    /// <summary>The pixels, red in the lowest byte.</summary>
    internal Span<uint> Pixels => MemoryMarshal.Cast<byte, uint>(Bytes);

    internal Span<byte> Bytes => _array.AsSpan(0, Width * Height * BytesPerPixel);

    /// <summary>The pixels and the slack.</summary>
    internal Span<byte> BytesWithSlack => _array.AsSpan(0, ((Width * Height) + Slack) * BytesPerPixel);

    /// <summary>The pixels in vectors; the last one may reach into the slack.</summary>
    internal Span<Vector<uint>> Vectors
    {
        get
        {
            int count = ((Width * Height) + Vector<uint>.Count - 1) / Vector<uint>.Count;
            return MemoryMarshal.Cast<byte, Vector<uint>>(_array.AsSpan(0, count * Vector<byte>.Count));
        }
    }

    internal static PixelBuffer From(RgbImage image)
    {
        var target = new PixelBuffer(image.Width, image.Height);
        Widen(image.Pixels, target.Bytes);
        return target;
    }

    internal static PixelBuffer From(in PixelImage image)
    {
        if (image.Width < 1)
            throw new ArgumentException("The picture has no pixels.", nameof(image));
        var target = new PixelBuffer(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Row(y);
            Span<byte> row = target.Bytes.Slice(y * target.Stride, target.Stride);
            switch (image.Format)
            {
                case PixelFormat.Rgb:
                    Widen(source, row);
                    break;
                case PixelFormat.Rgba:
                    source.CopyTo(row);
                    break;
                case PixelFormat.Bgra:
                    ExchangeRedAndBlue(source, row);
                    break;
            }
        }

        return target;
    }

    internal RgbImage ToImage()
    {
        RgbImage image = RgbImage.Uninitialized(Width, Height);
        Narrow(Bytes, image.Pixels);
        return image;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);

    private static void Widen(ReadOnlySpan<byte> rgb, Span<byte> rgbx)
    {
        Vector128<byte> order = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
        while (rgb.Length >= Vector128<byte>.Count)
        {
            Vector128.Shuffle(Vector128.Create(rgb), order).CopyTo(rgbx);
            rgb = rgb[(4 * RgbImage.Channels)..];
            rgbx = rgbx[(4 * BytesPerPixel)..];
        }

        while (!rgb.IsEmpty)
        {
            rgb[..RgbImage.Channels].CopyTo(rgbx);
            rgbx[RgbImage.Channels] = 0;
            rgb = rgb[RgbImage.Channels..];
            rgbx = rgbx[BytesPerPixel..];
        }
    }

    private static void ExchangeRedAndBlue(ReadOnlySpan<byte> bgrx, Span<byte> rgbx)
    {
        ReadOnlySpan<uint> sources = MemoryMarshal.Cast<byte, uint>(bgrx);
        Span<uint> targets = MemoryMarshal.Cast<byte, uint>(rgbx);
        for (int i = 0; i < sources.Length; i++)
        {
            // Little-endian: turned by two bytes, red and blue are in place and green is in the fourth.
            uint turned = BitOperations.RotateRight(sources[i], 16);
            targets[i] = (turned & 0x00FF00FF) | (sources[i] & 0x0000FF00);
        }
    }

    private static void Narrow(ReadOnlySpan<byte> rgbx, Span<byte> rgb)
    {
        Vector128<byte> order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        while (rgb.Length >= Vector128<byte>.Count)
        {
            Vector128.Shuffle(Vector128.Create(rgbx), order).CopyTo(rgb);
            rgb = rgb[(4 * RgbImage.Channels)..];
            rgbx = rgbx[(4 * BytesPerPixel)..];
        }

        while (!rgb.IsEmpty)
        {
            rgbx[..RgbImage.Channels].CopyTo(rgb);
            rgb = rgb[RgbImage.Channels..];
            rgbx = rgbx[BytesPerPixel..];
        }
    }
}
