using System.Numerics;

namespace MobileNets.Imaging;

/// <summary>
/// torchvision's <c>adjust_brightness</c>, <c>adjust_contrast</c> and <c>adjust_saturation</c> on PIL pictures, with PIL's
/// arithmetic: 32-bit floats, towards zero, limited to 0…255.
/// </summary>
internal static class ColorAdjustment
{
    /// <summary>Towards black (below 1) or away from it.</summary>
    internal static void Brightness(PixelBuffer pixels, float factor)
    {
        foreach (ref Vector<uint> pixel in pixels.Vectors)
            pixel = Blend(Vector<int>.Zero, Vector<int>.Zero, Vector<int>.Zero, pixel, factor);
    }

    /// <summary>Towards the picture's mean grey (below 1) or away from it.</summary>
    internal static void Contrast(PixelBuffer pixels, float factor)
    {
        var mean = new Vector<int>(MeanGrey(pixels));
        foreach (ref Vector<uint> pixel in pixels.Vectors)
            pixel = Blend(mean, mean, mean, pixel, factor);
    }

    /// <summary>Towards each pixel's own grey (below 1) or away from it.</summary>
    internal static void Saturation(PixelBuffer pixels, float factor)
    {
        foreach (ref Vector<uint> pixel in pixels.Vectors)
        {
            Vector<int> grey = Grey(pixel);
            pixel = Blend(grey, grey, grey, pixel, factor);
        }
    }

    private static Vector<uint> Blend(Vector<int> red, Vector<int> green, Vector<int> blue, Vector<uint> pixel, float factor) =>
        VectorPixel.Join(
            Blend(red, VectorPixel.Red(pixel), factor),
            Blend(green, VectorPixel.Green(pixel), factor),
            Blend(blue, VectorPixel.Blue(pixel), factor));

    private static Vector<int> Blend(Vector<int> from, Vector<int> to, float factor)
    {
        Vector<float> value = Vector.ConvertToSingle(from) + (Vector.ConvertToSingle(to - from) * factor);
        value = Vector.Min(Vector.Max(value, Vector<float>.Zero), new Vector<float>(byte.MaxValue));
        return Vector.ConvertToInt32Native(value);
    }

    private static int MeanGrey(PixelBuffer pixels)
    {
        long sum = 0;
        Span<uint> rest = pixels.Pixels;
        for (; rest.Length >= Vector<uint>.Count; rest = rest[Vector<uint>.Count..])
            sum += Vector.Sum(Grey(new Vector<uint>(rest)));
        foreach (uint pixel in rest)
            sum += Grey(new Vector<uint>(pixel))[0];
        return (int)(((double)sum / pixels.Pixels.Length) + 0.5);
    }

    /// <summary>ITU-R BT.601's luma in 16-bit fixed point, as PIL converts to its mode L.</summary>
    private static Vector<int> Grey(Vector<uint> pixel) =>
        ((VectorPixel.Red(pixel) * 19595) + (VectorPixel.Green(pixel) * 38470) + (VectorPixel.Blue(pixel) * 7471)
            + new Vector<int>(1 << 15)) >> 16;
}
