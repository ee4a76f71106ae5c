namespace MobileNets.Imaging;

/// <summary>How neighbouring pixels are weighted when a picture is resized.</summary>
public enum ResampleFilter
{
    /// <summary>A triangle one source pixel (or, shrinking, one target pixel) wide to each side; torchvision's default.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = −0.5, two pixels to each side; sharper.</summary>
    Bicubic,
}
