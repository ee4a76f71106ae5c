using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        {
            pixel = VectorPixel.Join(
                Limit(Vector.ConvertToSingle(VectorPixel.Red(pixel)) * factor),
                Limit(Vector.ConvertToSingle(VectorPixel.Green(pixel)) * factor),
                Limit(Vector.ConvertToSingle(VectorPixel.Blue(pixel)) * factor));
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Blend(Vector<int> red, Vector<int> green, Vector<int> blue, Vector<uint> pixel, float factor) =>
        VectorPixel.Join(
            Blend(red, VectorPixel.Red(pixel), factor),
            Blend(green, VectorPixel.Green(pixel), factor),
            Blend(blue, VectorPixel.Blue(pixel), factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Blend(Vector<int> from, Vector<int> to, float factor) =>
        Limit(Vector.ConvertToSingle(from) + (Vector.ConvertToSingle(to - from) * factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Limit(Vector<float> value) =>
        Vector.ConvertToInt32Native(Vector.Min(Vector.Max(value, Vector<float>.Zero), new Vector<float>(byte.MaxValue)));

    private static int MeanGrey(PixelBuffer pixels)
    {
        long sum = 0;
        Span<uint> rest = pixels.Pixels;
        while (rest.Length >= Vector<uint>.Count)
        {
            // Few enough for sums of 32 bits.
            Span<Vector<uint>> some = MemoryMarshal.Cast<uint, Vector<uint>>(rest[..Math.Min(rest.Length, 1 << 20)]);
            Vector<int> sums = Vector<int>.Zero;
            foreach (Vector<uint> pixel in some)
                sums += Grey(pixel);
            sum += Vector.Sum(sums);
            rest = rest[(some.Length * Vector<uint>.Count)..];
        }

        foreach (uint pixel in rest)
            sum += Grey(new Vector<uint>(pixel))[0];
        return (int)(((double)sum / pixels.Pixels.Length) + 0.5);
    }

    /// <summary>ITU-R BT.601's luma in 16-bit fixed point, as PIL converts to its mode L.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Grey(Vector<uint> pixel) =>
        ((VectorPixel.Red(pixel) * 19595) + (VectorPixel.Green(pixel) * 38470) + (VectorPixel.Blue(pixel) * 7471)
            + new Vector<int>(1 << 15)) >> 16;
}
