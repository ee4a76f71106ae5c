using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>JPEG through libjpeg-turbo, pixel for pixel what PIL decodes: accurate integer DCT, smooth chroma upsampling.</summary>
internal static unsafe class JpegDecoder
{
    private static ReadOnlySpan<byte> StartOfScan => [0xFF, 0xDA];

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    internal static ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName)
    {
        nint handle = Open();
        try
        {
            int width = 0, height = 0, subsampling = -1, colorspace = -1;
            fixed (byte* jpeg = data)
            {
                // The result is not looked at: files with a rare chroma subsampling, for which TurboJPEG has no name, are
                // reported as failures with everything else filled in, and decode all the same.
                _ = TurboJpeg.DecompressHeader(
                    handle, jpeg, new CULong((uint)data.Length), &width, &height, &subsampling, &colorspace);
            }

            if (width < 1 || height < 1 || colorspace < 0)
                throw Damaged(fileName, TurboJpeg.GetErrorMessage(handle));
            if (colorspace is TurboJpeg.ColorspaceCmyk or TurboJpeg.ColorspaceYcck)
                throw new ImageFormatException(fileName, "a CMYK JPEG, made for printing; convert it to RGB.");

            return new ImageInfo(width, height, ImageFileFormat.Jpeg);
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    internal static RgbImage Decode(ReadOnlySpan<byte> data, string fileName, ImageInfo info, int scaleDenominator)
    {
        int width = CeilingDivide(info.Width, scaleDenominator);
        int height = CeilingDivide(info.Height, scaleDenominator);
        RgbImage image = RgbImage.Uninitialized(width, height);
        nint handle = Open();
        try
        {
            int result;
            fixed (byte* jpeg = data)
            fixed (byte* pixels = image.Pixels)
            {
                result = TurboJpeg.Decompress(
                    handle, jpeg, new CULong((uint)data.Length), pixels, width, width * RgbImage.Channels, height,
                    TurboJpeg.PixelFormatRgb, TurboJpeg.FlagAccurateDct | TurboJpeg.FlagLimitScans);
            }

            if (result != 0)
                ThrowUnlessHarmless(handle, data, fileName);
            return image;
        }
        finally
        {
            _ = TurboJpeg.Destroy(handle);
        }
    }

    private static nint Open()
    {
        nint handle = TurboJpeg.InitDecompress();
        return handle != 0 ? handle : throw new OutOfMemoryException("libjpeg-turbo could not make a decoder.");
    }

    private static int CeilingDivide(int value, int divisor) => (value + divisor - 1) / divisor;

    /// <summary>
    /// libjpeg-turbo only warns about lost pixels and fills them with grey: that is an error here. Junk between segments
    /// and odd version numbers lose nothing and are common in old cameras' files.
    /// </summary>
    private static void ThrowUnlessHarmless(nint handle, ReadOnlySpan<byte> data, string fileName)
    {
        string message = TurboJpeg.GetErrorMessage(handle);
        bool losesPixels = message.StartsWith("Premature end", StringComparison.Ordinal)
            || (message.StartsWith("Corrupt JPEG data", StringComparison.Ordinal)
                && !message.Contains("extraneous bytes before marker", StringComparison.Ordinal));
        if (losesPixels || TurboJpeg.GetErrorCode(handle) != TurboJpeg.ErrorCodeWarning)
            throw Damaged(fileName, message);

        // The library keeps the first warning only: a harmless one may hide that the end is missing. Scan data cannot
        // contain a marker, so a complete file has its end marker after the last start of a scan.
        if (data.LastIndexOf(EndOfImage) < data.LastIndexOf(StartOfScan))
            throw Damaged(fileName, "Premature end of JPEG file");
    }

    private static ImageFormatException Damaged(string fileName, string message) =>
        new(fileName, $"the JPEG is truncated or damaged ({message}); fetch it again or remove it.");
}
