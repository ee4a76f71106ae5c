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
        return ResizeWindow(image, width, height, left: 0, top: 0, width, height, filter);
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
        int shorter = Math.Min(image.Width, image.Height);
        long width = (long)size * image.Width / shorter;
        long height = (long)size * image.Height / shorter;
        return ResizeWindow(
            image, width, height, CenterOffset(width, cropSize), CenterOffset(height, cropSize), cropSize, cropSize, filter);
    }

    /// <summary>torchvision's <c>round((length − cropLength) / 2)</c>, where Python rounds halves to even.</summary>
    internal static long CenterOffset(long length, int cropLength) => (long)Math.Round((length - cropLength) / 2.0);

    private static RgbImage ResizeWindow(
        RgbImage image, long resizedWidth, long resizedHeight, long left, long top, int width, int height, ResampleFilter filter)
    {
        var columns = new ResampleTaps(image.Width, resizedWidth, left, width, filter);
        var rows = new ResampleTaps(image.Height, resizedHeight, top, height, filter);
        int rowCount = rows.SourceEnd - rows.SourceStart;
        RgbImage narrowed = HorizontalPass.Run(image, rows.SourceStart, rowCount, columns);
        return VerticalPass.Run(narrowed, rows.SourceStart, rows);
    }
}
