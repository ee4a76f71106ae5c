using System.Runtime.InteropServices;
using System.Text;

namespace MobileNets.Imaging;

/// <summary>Writes baseline JPEG through libjpeg-turbo with the accurate integer DCT.</summary>
public static unsafe class JpegEncoder
{
    /// <summary>The quality unless another is given.</summary>
    public const int DefaultQuality = 90;

    private const int MaxSide = 65500;

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture, at most 65,500 pixels a side.</param>
    /// <param name="quality">1 (smallest) to 100 (best), the scale of the independent JPEG group.</param>
    /// <param name="subsampling">How densely colour is stored.</param>
    /// <returns>The bytes of a complete JPEG file; the same picture and options give the same bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="quality"/> is outside 1…100, or the picture has more pixels a side than JPEG allows.
    /// </exception>
    /// <exception cref="NativeCodecMissingException">libjpeg-turbo is not installed.</exception>
    public static byte[] Encode(
        RgbImage image, int quality = DefaultQuality, ChromaSubsampling subsampling = ChromaSubsampling.Ratio420)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (Math.Max(image.Width, image.Height) > MaxSide)
        {
            throw new ArgumentOutOfRangeException(nameof(image),
                $"{image.Width} × {image.Height} pixels: a JPEG has at most {MaxSide} a side.");
        }

        nint handle = TurboJpeg.InitCompress();
        byte* jpeg = null;
        try
        {
            CULong size;
            int result;
            fixed (byte* pixels = image.Pixels)
            {
                result = TurboJpeg.Compress(
                    handle, pixels, image.Width, image.Width * RgbImage.Channels, image.Height, TurboJpeg.PixelFormatRgb,
                    &jpeg, &size, NativeSubsampling(subsampling), quality, TurboJpeg.FlagAccurateDct);
            }

            if (result != 0)
                throw new InvalidOperationException($"libjpeg-turbo could not encode: {Encoding.UTF8.GetString(TurboJpeg.GetErrorMessage(handle))}.");
            return new ReadOnlySpan<byte>(jpeg, checked((int)size.Value)).ToArray();
        }
        finally
        {
            TurboJpeg.Free(jpeg);
            _ = TurboJpeg.Destroy(handle);
        }
    }

    /// <summary>Encodes a picture into a file, replacing one that is there.</summary>
    /// <param name="image">The picture, at most 65,500 pixels a side.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    /// <param name="subsampling">How densely colour is stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Encode"/>.</exception>
    /// <exception cref="NativeCodecMissingException">libjpeg-turbo is not installed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(
        RgbImage image, string path, int quality = DefaultQuality, ChromaSubsampling subsampling = ChromaSubsampling.Ratio420) =>
        File.WriteAllBytes(path, Encode(image, quality, subsampling));

    private static int NativeSubsampling(ChromaSubsampling subsampling) => subsampling switch
    {
        ChromaSubsampling.Ratio444 => TurboJpeg.Subsampling444,
        ChromaSubsampling.Ratio420 => TurboJpeg.Subsampling420,
        _ => throw new ArgumentOutOfRangeException(nameof(subsampling), subsampling, "Not a chroma subsampling."),
    };
}
