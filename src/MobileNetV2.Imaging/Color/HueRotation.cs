using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Imaging;

/// <summary>
/// torchvision's <c>adjust_hue</c> on PIL pictures: to 8-bit hue, saturation and value, round the wheel of 256 hues, and back,
/// with PIL's result for each of the 2²⁴ colours.
/// </summary>
internal static class HueRotation
{
    private const int Levels = byte.MaxValue;

    /// <summary>Turns the hues.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="factor">−0.5 to 0.5 of the wheel.</param>
    internal static void Apply(PixelBuffer pixels, double factor)
    {
        var shift = new Vector<int>((int)(factor * Levels));
        foreach (ref Vector<uint> pixel in pixels.Vectors)
            pixel = Rotate(pixel, shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Rotate(Vector<uint> pixel, Vector<int> shift)
    {
        Vector<int> red = VectorPixel.Red(pixel), green = VectorPixel.Green(pixel), blue = VectorPixel.Blue(pixel);
        Vector<int> value = Vector.Max(Vector.Max(red, green), blue);
        Vector<int> least = Vector.Min(Vector.Min(red, green), blue);
        Vector<int> range = value - least;

        Vector<int> hue = (Hue(red, green, blue, value, least, range) + shift) & new Vector<int>(Levels);
        Vector<int> saturation = Vector.ConvertToInt32Native(
            Vector.ConvertToSingle(range * Levels) / Vector.ConvertToSingle(Vector.Max(value, Vector<int>.One)));
        return ToRgb(hue, saturation, Vector.ConvertToSingle(value));
    }

    /// <summary>
    /// The hue, 0…255. Every sixth of the wheel the middle channel comes from the least to the greatest, or goes back; what
    /// it has left to the greatest is the only quotient that PIL's formulas need.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Hue(
        Vector<int> red, Vector<int> green, Vector<int> blue, Vector<int> value, Vector<int> least, Vector<int> range)
    {
        Vector<float> left = Vector.ConvertToSingle(value + value - red - green - blue + least)
            / Vector.ConvertToSingle(Vector.Max(range, Vector<int>.One));
        Vector<int> redLeads = Vector.Equals(red, value);
        Vector<int> greenLeads = Vector.Equals(green, value);
        Vector<float> center = Select(redLeads, new Vector<float>(1), Select(greenLeads, new Vector<float>(3), new Vector<float>(5)));
        Vector<int> previous = Vector.ConditionalSelect(redLeads, blue, Vector.ConditionalSelect(greenLeads, red, green));
        Vector<float> sixths = Select(Vector.Equals(previous, least), center - left, center - new Vector<float>(2) + left);

        Vector<float> turn = sixths / new Vector<float>(6);
        turn = Select(Vector.LessThan(turn, Vector<float>.Zero), turn + Vector<float>.One, turn);

        // The product as PIL has it, in double precision, cut off: the single one may have been rounded up to a whole number.
        Vector<float> product = turn * new Vector<float>(Levels);
        Vector<float> error = Vector.FusedMultiplyAdd(turn, new Vector<float>(Levels), -product);
        Vector<int> hue = Vector.ConvertToInt32Native(product);
        return hue + (Vector.Equals(Vector.ConvertToSingle(hue), product) & Vector.LessThan(error, Vector<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> ToRgb(Vector<int> hue, Vector<int> saturation, Vector<float> value)
    {
        Vector<float> position = Vector.ConvertToSingle(hue) * 6;
        Vector<float> sixth = Vector.Floor((position + new Vector<float>(0.5f)) * (1f / Levels));
        Vector<float> fraction = (position - (sixth * Levels)) * (1f / Levels);
        Vector<float> share = Vector.ConvertToSingle(saturation) * (1f / Levels);

        Vector<int> in0 = Vector.Equals(sixth, Vector<float>.Zero) | Vector.Equals(sixth, new Vector<float>(6));
        Vector<int> in1 = Vector.Equals(sixth, Vector<float>.One);
        Vector<int> in2 = Vector.Equals(sixth, new Vector<float>(2));
        Vector<int> in3 = Vector.Equals(sixth, new Vector<float>(3));
        Vector<int> in4 = Vector.Equals(sixth, new Vector<float>(4));
        Vector<int> in5 = Vector.Equals(sixth, new Vector<float>(5));

        Vector<int> middle = Reduce(value, share * Select(in1 | in3 | in5, fraction, Vector<float>.One - fraction));
        Vector<int> least = Reduce(value, share);
        Vector<int> most = Vector.ConvertToInt32Native(value);
        return VectorPixel.Join(
            Choose(in1 | in4, in2 | in3),
            Choose(in0 | in3, in4 | in5),
            Choose(in2 | in5, in0 | in1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector<int> Choose(Vector<int> isMiddle, Vector<int> isLeast) =>
            Vector.ConditionalSelect(isMiddle, middle, Vector.ConditionalSelect(isLeast, least, most));
    }

    /// <summary><c>value × (1 − share)</c>, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Reduce(Vector<float> value, Vector<float> share) =>
        Vector.ConvertToInt32Native(Vector.FusedMultiplyAdd(-value, share, value) + new Vector<float>(0.5f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Select(Vector<int> condition, Vector<float> ifTrue, Vector<float> ifFalse) =>
        Vector.ConditionalSelect(condition, ifTrue, ifFalse);
}
