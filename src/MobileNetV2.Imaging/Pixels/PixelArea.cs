namespace MobileNets.Imaging;

/// <summary>A rectangle of a picture whose edges may lie inside pixels.</summary>
/// <param name="X">Left edge in pixels from the left.</param>
/// <param name="Y">Upper edge in pixels from the top.</param>
/// <param name="Width">Width in pixels, above 0.</param>
/// <param name="Height">Height in pixels, above 0.</param>
internal readonly record struct PixelArea(double X, double Y, double Width, double Height)
{
    /// <summary>The whole of a picture.</summary>
    internal static PixelArea Of(PixelBuffer pixels) => new(0, 0, pixels.Width, pixels.Height);

    internal static PixelArea Of(CropRectangle crop) => new(crop.X, crop.Y, crop.Width, crop.Height);

    /// <summary>The pixels it touches in a picture of a size.</summary>
    internal CropRectangle Touched(int pictureWidth, int pictureHeight)
    {
        int left = (int)X, top = (int)Y;
        int right = Math.Min((int)Math.Ceiling(X + Width), pictureWidth);
        int bottom = Math.Min((int)Math.Ceiling(Y + Height), pictureHeight);
        return new CropRectangle(left, top, right - left, bottom - top);
    }
}
