using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Imaging;

/// <summary>Resamples columns.</summary>
internal static class VerticalPass
{
    private const int Half = 1 << (ResampleTaps.FractionBits - 1);

    /// <summary>Makes a picture as high as there are taps.</summary>
    /// <param name="source">The picture, whose first row is number <paramref name="firstRow"/> in the taps' count.</param>
    /// <param name="firstRow">How many rows of the original are missing above.</param>
    /// <param name="rows">The taps.</param>
    internal static RgbImage Run(RgbImage source, int firstRow, ResampleTaps rows)
    {
        RgbImage target = RgbImage.Uninitialized(source.Width, rows.Count);
        int stride = source.Width * RgbImage.Channels;
        for (int y = 0; y < rows.Count; y++)
        {
            ReadOnlySpan<int> weights = rows.Weights(y);
            ReadOnlySpan<byte> window = source.Pixels.Slice((rows.Start(y) - firstRow) * stride, weights.Length * stride);
            MixRows(window, stride, weights, target.Row(y));
        }

        return target;
    }

    private static void MixRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> target)
    {
        int x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; x <= stride - Vector128<byte>.Count; x += Vector128<byte>.Count)
                MixVector(rows[x..], stride, weights).CopyTo(target[x..]);
        }

        for (; x < stride; x++)
        {
            int sum = Half;
            for (int tap = 0; tap < weights.Length; tap++)
                sum += rows[(tap * stride) + x] * weights[tap];
            target[x] = (byte)Math.Clamp(sum >> ResampleTaps.FractionBits, byte.MinValue, byte.MaxValue);
        }
    }

    private static Vector128<byte> MixVector(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights)
    {
        Vector128<int> sum0 = Vector128.Create(Half);
        Vector128<int> sum1 = sum0;
        Vector128<int> sum2 = sum0;
        Vector128<int> sum3 = sum0;
        ref byte pixels = ref MemoryMarshal.GetReference(rows);
        for (int tap = 0; tap < weights.Length; tap++)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref pixels, (nuint)(tap * stride));
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
            int weight = weights[tap];
            sum0 += Vector128.WidenLower(low).AsInt32() * weight;
            sum1 += Vector128.WidenUpper(low).AsInt32() * weight;
            sum2 += Vector128.WidenLower(high).AsInt32() * weight;
            sum3 += Vector128.WidenUpper(high).AsInt32() * weight;
        }

        return Vector128.Narrow(
            Vector128.Narrow(Clip(sum0), Clip(sum1)).AsUInt16(),
            Vector128.Narrow(Clip(sum2), Clip(sum3)).AsUInt16());
    }

    private static Vector128<int> Clip(Vector128<int> sum) =>
        Vector128.Min(
            Vector128.Max(sum >> ResampleTaps.FractionBits, Vector128<int>.Zero),
            Vector128.Create((int)byte.MaxValue));
}
