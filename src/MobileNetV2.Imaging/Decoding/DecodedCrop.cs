namespace MobileNets.Imaging;

/// <summary>Upright pixels, and where in them a crop lies.</summary>
internal readonly record struct DecodedCrop(PixelBuffer Pixels, PixelArea Area) : IDisposable
{
    public void Dispose() => Pixels.Dispose();
}
