namespace MobileNets.Imaging;

/// <summary>
/// PNG through libspng, any bit depth and colour type, composed over white with the values of PIL's <c>alpha_composite</c>. Of 16
/// bits a channel the upper eight are kept.
/// </summary>
internal static unsafe class PngDecoder
{
    // Text and colour profiles are compressed and may unfold to gigabytes.
    private const nuint MaxChunkBytes = 64 * 1024 * 1024;

    internal static PngHeader ReadHeader(ReadOnlySpan<byte> data, string fileName)
    {
        fixed (byte* png = data)
        {
            nint context = Open(png, data.Length, fileName);
            try
            {
                SpngHeader header;
                Check(Spng.GetHeader(context, &header), fileName);
                return new PngHeader(
                    checked((int)header.Width), checked((int)header.Height), PngHeader.FindOrientation(data));
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    /// <summary>Decodes the pixels as they are stored.</summary>
    internal static PixelBuffer Decode(ReadOnlySpan<byte> data, string fileName, PngHeader header)
    {
        var target = new PixelBuffer(header.Width, header.Height);
        try
        {
            Decode(data, fileName, target.Bytes);
            ComposeOverWhite(target.Bytes);
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private static void Decode(ReadOnlySpan<byte> data, string fileName, Span<byte> rgba)
    {
        fixed (byte* png = data)
        fixed (byte* pixels = rgba)
        {
            nint context = Open(png, data.Length, fileName);
            try
            {
                Check(Spng.DecodeImage(context, pixels, (nuint)rgba.Length, Spng.FormatRgba8, Spng.DecodeTransparency), fileName);

                // Reads on to the end chunk: decoding stops at the last pixel, before the checksum that covers it.
                Check(Spng.DecodeChunks(context), fileName);
            }
            finally
            {
                Spng.FreeContext(context);
            }
        }
    }

    private static void ComposeOverWhite(Span<byte> rgba)
    {
        for (; !rgba.IsEmpty; rgba = rgba[PixelBuffer.BytesPerPixel..])
        {
            int alpha = rgba[3];
            if (alpha == byte.MaxValue)
                continue;
            for (int channel = 0; channel < RgbImage.Channels; channel++)
                rgba[channel] = Over(rgba[channel], alpha);
        }
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
