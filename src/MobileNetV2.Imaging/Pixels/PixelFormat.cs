namespace MobileNets.Imaging;

/// <summary>How the bytes of a pixel in memory are ordered; each channel has 8 bits.</summary>
public enum PixelFormat
{
    /// <summary>Red, green, blue: three bytes.</summary>
    Rgb,

    /// <summary>Red, green, blue, and a fourth byte that is passed over.</summary>
    Rgba,

    /// <summary>Blue, green, red, and a fourth byte that is passed over.</summary>
    Bgra,
}
