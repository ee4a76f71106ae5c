namespace MobileNets.Imaging;

/// <summary>Reading pictures from files with any <see cref="IImageDecoder"/>.</summary>
public static class ImageDecoderExtensions
{
    /// <summary>Reads the header of an image file.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageInfo ReadInfoFromFile(this IImageDecoder decoder, string path) =>
        decoder.ReadInfo(File.ReadAllBytes(path), path);

    /// <summary>Decodes an image file to RGB.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="path">The file.</param>
    /// <param name="scaleDenominator">1, 2, 4 or 8, see <see cref="IImageDecoder.Decode"/>.</param>
    /// <exception cref="ImageFormatException">The file is no readable picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage DecodeFile(this IImageDecoder decoder, string path, int scaleDenominator = 1) =>
        decoder.Decode(File.ReadAllBytes(path), path, scaleDenominator);
}
