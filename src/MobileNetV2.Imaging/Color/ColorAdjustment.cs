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
            (Vector<float> red, Vector<float> green, Vector<float> blue) = Channels(pixel);
            pixel = VectorPixel.Join(Limit(red * factor), Limit(green * factor), Limit(blue * factor));
        }
    }

    /// <summary>Towards the picture's mean grey (below 1) or away from it.</summary>
    internal static void Contrast(PixelBuffer pixels, float factor)
    {
        var mean = new Vector<float>(MeanGrey(pixels));
        foreach (ref Vector<uint> pixel in pixels.Vectors)
        {
            (Vector<float> red, Vector<float> green, Vector<float> blue) = Channels(pixel);
            pixel = Blend(mean, red, green, blue, factor);
        }
    }

    /// <summary>Towards each pixel's own grey (below 1) or away from it.</summary>
    internal static void Saturation(PixelBuffer pixels, float factor)
    {
        foreach (ref Vector<uint> pixel in pixels.Vectors)
        {
            (Vector<float> red, Vector<float> green, Vector<float> blue) = Channels(pixel);
            pixel = Blend(Grey(red, green, blue), red, green, blue, factor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Red, Vector<float> Green, Vector<float> Blue) Channels(Vector<uint> pixel) =>
    (
        Vector.ConvertToSingle(VectorPixel.Red(pixel)),
        Vector.ConvertToSingle(VectorPixel.Green(pixel)),
        Vector.ConvertToSingle(VectorPixel.Blue(pixel)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Blend(
        Vector<float> from, Vector<float> red, Vector<float> green, Vector<float> blue, float factor) =>
        VectorPixel.Join(
            Limit(from + ((red - from) * factor)),
            Limit(from + ((green - from) * factor)),
            Limit(from + ((blue - from) * factor)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Limit(Vector<float> value) =>
        Vector.ConvertToInt32Native(Vector.MinNative(Vector.MaxNative(value, Vector<float>.Zero), new Vector<float>(byte.MaxValue)));

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Grey(Vector<uint> pixel)
    {
        (Vector<float> red, Vector<float> green, Vector<float> blue) = Channels(pixel);
        return Vector.ConvertToInt32Native(Grey(red, green, blue));
    }

    /// <summary>
    /// ITU-R BT.601's luma in 16-bit fixed point, as PIL converts to its mode L. The sums are whole numbers below 2²⁴, which
    /// floats hold exactly and multiply faster than integers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Grey(Vector<float> red, Vector<float> green, Vector<float> blue) =>
        Vector.Floor(((red * 19595) + (green * 38470) + (blue * 7471) + new Vector<float>(1 << 15)) * (1f / (1 << 16)));
}
