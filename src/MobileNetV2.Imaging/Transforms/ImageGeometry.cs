using System.Runtime.InteropServices;

namespace MobileNets.Imaging;

/// <summary>Cropping and flipping. Every method makes a new picture.</summary>
public static class ImageGeometry
{
    /// <summary>Cuts a part out of a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="area">The part, wholly inside the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="area"/> is empty or reaches outside.</exception>
    public static RgbImage Crop(this RgbImage image, CropRectangle area)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (area.Width < 1 || area.Height < 1 || area.X < 0 || area.Y < 0
            || area.X > image.Width - area.Width || area.Y > image.Height - area.Height)
        {
            throw new ArgumentOutOfRangeException(nameof(area), area, $"Outside a picture of {image.Width} × {image.Height} pixels.");
        }

        RgbImage target = RgbImage.Uninitialized(area.Width, area.Height);
        for (int y = 0; y < area.Height; y++)
        {
            image.Row(area.Y + y)
                .Slice(area.X * RgbImage.Channels, area.Width * RgbImage.Channels)
                .CopyTo(target.Row(y));
        }

        return target;
    }

    /// <summary>Cuts out the middle, placed as torchvision's <c>CenterCrop</c> places it.</summary>
    /// <param name="image">The picture, at least as large as the crop.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The crop is empty or larger than the picture.</exception>
    public static RgbImage CenterCrop(this RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        int x = (int)ImageResize.CenterOffset(image.Width, width);
        int y = (int)ImageResize.CenterOffset(image.Height, height);
        return image.Crop(new CropRectangle(x, y, width, height));
    }

    /// <summary>Mirrors a picture, left to right.</summary>
    /// <param name="image">The picture.</param>
    public static RgbImage FlipHorizontally(this RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        RgbImage target = RgbImage.Uninitialized(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            MemoryMarshal.Cast<byte, Pixel>(image.Row(y)).CopyTo(MemoryMarshal.Cast<byte, Pixel>(target.Row(y)));
            MemoryMarshal.Cast<byte, Pixel>(target.Row(y)).Reverse();
        }

        return target;
    }

    // Three bytes that move together.
    private readonly record struct Pixel(byte Red, byte Green, byte Blue);
}
