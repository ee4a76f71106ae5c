using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MobileNets.Imaging;

/// <summary>JPEG through libjpeg-turbo, pixel for pixel what PIL decodes: accurate integer DCT, smooth chroma upsampling.</summary>
internal static unsafe class JpegDecoder
{
    private const int CmykComponents = 4;

    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    internal static JpegHeader ReadHeader(ReadOnlySpan<byte> data, string fileName) =>
        JpegHeader.Read(data) ?? throw Damaged(fileName, "no complete header");

    /// <summary>Decodes the whole picture, its pixels as they are stored, at <c>1 / scaleDenominator</c> of its size.</summary>
    internal static PixelBuffer Decode(ReadOnlySpan<byte> data, string fileName, JpegHeader header, int scaleDenominator)
    {
        var pixels = new PixelBuffer(
            CeilingDivide(header.Width, scaleDenominator), CeilingDivide(header.Height, scaleDenominator));
        try
        {
            Decompress(data, fileName, header.Components, pixels);
            return pixels;
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Decodes the rows from the top to a certain one at least, with the same result as all of them: the file is made to
    /// claim fewer. Most of a decoder's time goes into the entropy code, which can be left off only at its end.
    /// </summary>
    internal static PixelBuffer DecodeRows(
        ReadOnlySpan<byte> data, string fileName, JpegHeader header, int scaleDenominator, int rows)
    {
        // Smooth upsampling of colour looks at one more row of it, two of the picture.
        int claimed = CeilingDivide(rows + (2 * scaleDenominator), header.UnitRows) * header.UnitRows;
        if (claimed >= header.Height)
            return Decode(data, fileName, header, scaleDenominator);

        byte[] copy = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            data.CopyTo(copy);
            BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(header.HeightOffset), (ushort)claimed);
            return Decode(copy.AsSpan(0, data.Length), fileName, header with { Height = claimed }, scaleDenominator);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private static void Decompress(ReadOnlySpan<byte> data, string fileName, int components, PixelBuffer pixels)
    {
        nint handle = TurboJpeg.InitDecompress();
        if (handle == 0)
            throw new OutOfMemoryException("libjpeg-turbo could not make a decoder.");

        try
        {
            int result;
            fixed (byte* jpeg = data)
            fixed (byte* target = pixels.Bytes)
            {
                result = TurboJpeg.Decompress(
                    handle, jpeg, new CULong((uint)data.Length), target, pixels.Width, pixels.Stride, pixels.Height,
                    components == CmykComponents ? TurboJpeg.PixelFormatCmyk : TurboJpeg.PixelFormatRgbx,
                    TurboJpeg.FlagAccurateDct | TurboJpeg.FlagLimitScans);
            }

            if (result != 0)
                ThrowUnlessHarmless(handle, data, fileName);
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }

        if (components == CmykComponents)
            ConvertCmyk(pixels.Bytes);
    }

    /// <summary>
    /// Inks to light as PIL does it, without a colour profile. The values are taken for inverted, 255 being no ink: that is how
    /// Adobe's programs, and after them all others, write such files.
    /// </summary>
    private static void ConvertCmyk(Span<byte> pixels)
    {
        for (; !pixels.IsEmpty; pixels = pixels[PixelBuffer.BytesPerPixel..])
        {
            int light = pixels[3];
            for (int channel = 0; channel < RgbImage.Channels; channel++)
                pixels[channel] = (byte)(light - Share(byte.MaxValue - pixels[channel], light));
        }
    }

    /// <summary><c>value × of / 255</c>, rounded.</summary>
    private static int Share(int value, int of)
    {
        int product = (value * of) + 128;
        return (product + (product >> 8)) >> 8;
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    /// <summary>
    /// libjpeg-turbo only warns about lost pixels and fills them with grey: that is an error here. Junk between segments
    /// and odd version numbers lose nothing and are common in old cameras' files.
    /// </summary>
    private static void ThrowUnlessHarmless(nint handle, ReadOnlySpan<byte> data, string fileName)
    {
        ReadOnlySpan<byte> message = TurboJpeg.GetErrorMessage(handle);
        bool losesPixels = message.StartsWith("Premature end"u8)
            || (message.StartsWith("Corrupt JPEG data"u8) && message.IndexOf("extraneous bytes before marker"u8) < 0);
        if (losesPixels || TurboJpeg.GetErrorCode(handle) != TurboJpeg.ErrorCodeWarning)
            throw Damaged(fileName, Encoding.UTF8.GetString(message));

        // The library keeps the first warning only: a harmless one may hide that the end is missing. Scan data cannot
        // contain a marker, so a complete file has its end marker after the last start of a scan.
        if (data.LastIndexOf(EndOfImage) < data.LastIndexOf(StartOfScan))
            throw Damaged(fileName, "Premature end of JPEG file");
    }

    private static ImageFormatException Damaged(string fileName, string message) =>
        new(fileName, $"the JPEG is truncated or damaged ({message}); fetch it again or remove it.");
}
