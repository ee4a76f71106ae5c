namespace MobileNets.Imaging.Tests;

internal static class TestImages
{
    internal static RgbImage Gradient(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = image.Row(y).Slice(x * RgbImage.Channels, RgbImage.Channels);
                pixel[0] = (byte)(255 * x / width);
                pixel[1] = (byte)(255 * y / height);
                pixel[2] = (byte)(128 * (x + y) / (width + height));
            }
        }

        return image;
    }

    internal static RgbImage Noise(int width, int height, int seed)
    {
        var image = new RgbImage(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    internal static int MaxDifference(RgbImage first, RgbImage second)
    {
        first.Pixels.Length.Should().Be(second.Pixels.Length);
        int largest = 0;
        for (int i = 0; i < first.Pixels.Length; i++)
            largest = Math.Max(largest, Math.Abs(first.Pixels[i] - second.Pixels[i]));
        return largest;
    }
}
