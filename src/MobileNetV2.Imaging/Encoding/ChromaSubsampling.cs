namespace MobileNets.Imaging;

/// <summary>How densely a JPEG stores colour.</summary>
public enum ChromaSubsampling
{
    /// <summary>4:4:4, colour for every pixel.</summary>
    Ratio444,

    /// <summary>4:2:0, one colour sample for each 2 × 2 pixels: what cameras and most programs write.</summary>
    Ratio420,
}
