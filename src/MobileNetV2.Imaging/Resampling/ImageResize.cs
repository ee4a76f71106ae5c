namespace MobileNets.Imaging;

/// <summary>Antialiased resizing, equal to PIL's: columns first, then rows, rounded to 8 bits in between.</summary>
public static class ImageResize
{
    /// <summary>Resizes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the result is larger than one array can be.</exception>
    public static RgbImage Resize(
        this RgbImage image, int width, int height, ResampleFilter filter = ResampleFilter.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        using PixelBuffer source = PixelBuffer.From(image);
        using PixelBuffer resized = Resize(
            source, new CropRectangle(0, 0, image.Width, image.Height),
            new ResampleAxis(image.Width, 0, image.Width, width, 0, width, filter),
            new ResampleAxis(image.Height, 0, image.Height, height, 0, height, filter));
        return resized.ToImage();
    }

    /// <summary>
    /// Resizes a picture so that its shorter side has <paramref name="size"/> pixels and cuts the middle
    /// <paramref name="cropSize"/> × <paramref name="cropSize"/> out of it, computing only that part. Rounds as torchvision's
    /// <c>Resize</c> and <c>CenterCrop</c> do.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">The shorter side after resizing, at least 1.</param>
    /// <param name="cropSize">The side of the result, 1 to <paramref name="size"/>.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>A new picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside its range.</exception>
    public static RgbImage ResizeAndCenterCrop(
        this RgbImage image, int size, int cropSize, ResampleFilter filter = ResampleFilter.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(cropSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, cropSize);
        using PixelBuffer source = PixelBuffer.From(image);
        using PixelBuffer resized = ResizeAndCenterCrop(source, size, cropSize, cropSize, filter);
        return resized.ToImage();
    }

    /// <summary>torchvision's <c>round((length − cropLength) / 2)</c>, where Python rounds halves to even.</summary>
    internal static long CenterOffset(long length, int cropLength) => (long)Math.Round((length - cropLength) / 2.0);

    /// <summary>Resizes a part of a picture, whose edges no filter looks beyond, to a size.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="area">The part.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="mirrored">Whether the result is mirrored, left to right.</param>
    internal static PixelBuffer ResizeArea(PixelBuffer source, PixelArea area, int width, int height, bool mirrored)
    {
        const ResampleFilter Filter = ResampleFilter.Bilinear;
        CropRectangle touched = area.Touched(source.Width, source.Height);
        return Resize(
            source, touched,
            new ResampleAxis(touched.Width, area.X - touched.X, area.Width, width, 0, width, Filter, mirrored),
            new ResampleAxis(touched.Height, area.Y - touched.Y, area.Height, height, 0, height, Filter));
    }

    /// <summary>The same between pooled buffers, the middle being a rectangle.</summary>
    internal static PixelBuffer ResizeAndCenterCrop(PixelBuffer source, int size, int cropWidth, int cropHeight, ResampleFilter filter)
    {
        int shorter = Math.Min(source.Width, source.Height);
        long width = (long)size * source.Width / shorter;
        long height = (long)size * source.Height / shorter;
        return Resize(
            source, new CropRectangle(0, 0, source.Width, source.Height),
            new ResampleAxis(source.Width, 0, source.Width, width, CenterOffset(width, cropWidth), cropWidth, filter),
            new ResampleAxis(source.Height, 0, source.Height, height, CenterOffset(height, cropHeight), cropHeight, filter));
    }

    private static PixelBuffer Resize(PixelBuffer source, CropRectangle area, in ResampleAxis horizontal, in ResampleAxis vertical)
    {
        using var columns = new ResampleTaps(horizontal, HorizontalPass.WeightCopies, HorizontalPass.TapGranularity);
        using var rows = new ResampleTaps(vertical, copies: 1, granularity: 1);
        using PixelBuffer narrowed = HorizontalPass.Run(
            source, area.X, area.Y + rows.SourceStart, rows.SourceEnd - rows.SourceStart, columns);
        return VerticalPass.Run(narrowed, rows.SourceStart, rows);
    }
}
