namespace MobileNets.Imaging;

/// <summary>
/// Turns the bytes of an image file into upright pixels. Implementations are safe to call from several threads at once.
/// </summary>
public interface IImageDecoder
{
    /// <summary>Reads the header only.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file, usually its path.</param>
    /// <exception cref="ImageFormatException">The data is no readable picture.</exception>
    ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName);

    /// <summary>
    /// Decodes a picture to RGB: grey is repeated, transparency is composed over white, and EXIF's orientation is applied.
    /// </summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file, usually its path.</param>
    /// <param name="scaleDenominator">
    /// 1, 2, 4 or 8: a JPEG is decoded at <c>1/n</c> of its size, sides rounded up, for a fraction of the time. Formats
    /// without a discrete cosine transform ignore it, so read the size off the result.
    /// </param>
    /// <exception cref="ImageFormatException">The data is no readable picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scaleDenominator"/> is another number.</exception>
    RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1);

    /// <summary>Decodes a part, which is about to be resized to a square, and what else comes cheaply.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="fileName">What messages call the file, usually its path.</param>
    /// <param name="crop">The part, inside the upright picture.</param>
    /// <param name="size">The side of the square.</param>
    internal DecodedCrop DecodeCrop(ReadOnlySpan<byte> data, string fileName, CropRectangle crop, int size) =>
        new(PixelBuffer.From(Decode(data, fileName)), PixelArea.Of(crop));
}
