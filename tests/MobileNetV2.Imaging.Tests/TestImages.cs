using System.Security.Cryptography;

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

    /// <summary>The same picture as <c>noise</c> in tests/reference/imaging/pictures.py.</summary>
    internal static RgbImage Noise(int width, int height, int seed)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            uint x = unchecked((uint)i + ((uint)seed * 0x9E3779B9));
            x = unchecked((x ^ (x >> 16)) * 0x7FEB352D);
            x = unchecked((x ^ (x >> 15)) * 0x846CA68B);
            image.Pixels[i] = (byte)(x ^ (x >> 16));
        }

        return image;
    }

    /// <summary>The same picture as <c>extremes</c> in tests/reference/imaging/pictures.py: only 0 and 255.</summary>
    internal static RgbImage Extremes(int width, int height, int seed)
    {
        RgbImage image = Noise(width, height, seed);
        foreach (ref byte value in image.Pixels)
            value = value >= 128 ? byte.MaxValue : byte.MinValue;
        return image;
    }

    /// <summary>One of the two above by its name in Python.</summary>
    internal static RgbImage Make(string kind, int width, int height, int seed) =>
        kind == "noise" ? Noise(width, height, seed) : Extremes(width, height, seed);

    internal static string Sha256(RgbImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Pixels));

    /// <summary>A picture whose red and green are its coordinates, so that a part shows where it was taken.</summary>
    internal static RgbImage Coordinates(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < width * height; i++)
        {
            image.Pixels[i * RgbImage.Channels] = (byte)(i % width);
            image.Pixels[(i * RgbImage.Channels) + 1] = (byte)(i / width);
        }

        return image;
    }

    internal static int MaxDifference(RgbImage actual, ReadOnlySpan<byte> expected)
    {
        actual.Pixels.Length.Should().Be(expected.Length);
        int largest = 0;
        for (int i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs(actual.Pixels[i] - expected[i]));
        return largest;
    }
}
