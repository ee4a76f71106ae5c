namespace MobileNets.Imaging;

/// <summary>The kinds of image file that can be read.</summary>
public enum ImageFileFormat
{
    /// <summary>JPEG: baseline or progressive; grey, colour or CMYK.</summary>
    Jpeg,

    /// <summary>PNG: any bit depth and colour type.</summary>
    Png,
}
