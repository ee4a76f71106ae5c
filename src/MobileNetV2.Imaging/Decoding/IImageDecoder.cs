namespace MobileNets.Imaging;

/// <summary>
/// Turns the bytes of an image file into pixels. Implementations are safe to call from several threads at once.
/// </summary>
public interface IImageDecoder
{
    /// <summary>Reads the header only.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file, usually its path.</param>
    /// <exception cref="ImageFormatException">The data is no readable picture.</exception>
    ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName);

    /// <summary>Decodes a picture to RGB: grey is repeated, transparency is composed over white.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file, usually its path.</param>
    /// <param name="scaleDenominator">
    /// 1, 2, 4 or 8: a JPEG is decoded at <c>1/n</c> of its size, sides rounded up, for a fraction of the time. Formats
    /// without a discrete cosine transform ignore it, so read the size off the result.
    /// </param>
    /// <exception cref="ImageFormatException">The data is no readable picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scaleDenominator"/> is another number.</exception>
    RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1);
}
