namespace MobileNets.Imaging;

/// <summary>PNG through libspng, any bit depth and colour type, composed over white.</summary>
internal static unsafe class PngDecoder
{
    private const int RgbaChannels = 4;

    // Text and colour profiles are compressed and may unfold to gigabytes.
    private const nuint MaxChunkBytes = 64 * 1024 * 1024;

    internal static ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName)
    {
        fixed (byte* png = data)
        {
            nint context = Open(png, data.Length, fileName);
            try
            {
                SpngHeader header;
                Check(Spng.GetHeader(context, &header), fileName);
                return new ImageInfo(checked((int)header.Width), checked((int)header.Height), ImageFileFormat.Png);
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    internal static RgbImage Decode(ReadOnlySpan<byte> data, string fileName, ImageInfo info)
    {
        fixed (byte* png = data)
        {
            nint context = Open(png, data.Length, fileName);
            try
            {
                nuint size;
                Check(Spng.DecodedImageSize(context, Spng.FormatRgba8, &size), fileName);
                if (size > (nuint)Array.MaxLength)
                    throw new ImageFormatException(fileName, $"{info.Width} × {info.Height} pixels do not fit one array; scale it down.");

                byte[] rgba = GC.AllocateUninitializedArray<byte>((int)size);
                fixed (byte* pixels = rgba)
                    Check(Spng.DecodeImage(context, pixels, size, Spng.FormatRgba8, Spng.DecodeTransparency), fileName);

                // Reads on to the end chunk: decoding stops at the last pixel, before the checksum that covers it.
                Check(Spng.DecodeChunks(context), fileName);
                return ComposeOverWhite(rgba, info.Width, info.Height);
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    private static RgbImage ComposeOverWhite(ReadOnlySpan<byte> rgba, int width, int height)
    {
        RgbImage image = RgbImage.Uninitialized(width, height);
        Span<byte> rgb = image.Pixels;
        while (!rgba.IsEmpty)
        {
            int alpha = rgba[3];
            rgb[0] = Over(rgba[0], alpha);
            rgb[1] = Over(rgba[1], alpha);
            rgb[2] = Over(rgba[2], alpha);
            rgba = rgba[RgbaChannels..];
            rgb = rgb[RgbImage.Channels..];
        }

        return image;
    }

    private static byte Over(int value, int alpha) =>
        (byte)(((value * alpha) + (byte.MaxValue * (byte.MaxValue - alpha)) + 127) / byte.MaxValue);

    private static nint Open(byte* png, int length, string fileName)
    {
        nint context = Spng.NewContext(0);
        if (context == 0)
            throw new OutOfMemoryException("libspng could not make a decoder.");

        try
        {
            Check(Spng.SetChunkLimits(context, MaxChunkBytes, MaxChunkBytes), fileName);
            Check(Spng.SetPngBuffer(context, png, (nuint)length), fileName);
            return context;
        }
        catch
        {
            Spng.FreeContext(context);
            throw;
        }
    }

    private static void Check(int error, string fileName)
    {
        if (error != 0)
        {
            throw new ImageFormatException(fileName,
                $"the PNG is truncated or damaged ({Spng.ErrorMessage(error)}); fetch it again or remove it.");
        }
    }
}
