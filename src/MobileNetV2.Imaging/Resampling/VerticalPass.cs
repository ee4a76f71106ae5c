using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Imaging;

/// <summary>Resamples columns.</summary>
internal static unsafe class VerticalPass
{
    /// <summary>Makes a picture as high as there are taps.</summary>
    /// <param name="source">The picture, whose first row is number <paramref name="firstRow"/> in the taps' count.</param>
    /// <param name="firstRow">How many rows of the original are missing above.</param>
    /// <param name="rows">The taps.</param>
    internal static PixelBuffer Run(PixelBuffer source, int firstRow, in ResampleTaps rows)
    {
        var target = new PixelBuffer(source.Width, rows.Count);
        fixed (byte* sourcePixels = source.BytesWithSlack)
        fixed (byte* targetPixels = target.BytesWithSlack)
        fixed (int* weights = rows.Weights)
        {
            // From top to bottom: a row's last store reaches into the next row.
            for (int y = 0; y < rows.Count; y++)
            {
                byte* first = sourcePixels + ((long)(rows.Starts[y] - firstRow) * source.Stride);
                byte* row = targetPixels + ((long)y * target.Stride);
                for (int x = 0; x < source.Stride; x += Vector128<byte>.Count)
                    Mix(first + x, source.Stride, weights + (y * rows.TapCount), rows.TapCount).Store(row + x);
            }
        }

        return target;
    }

    /// <summary>The weighted sum of four neighbouring pixels of some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Mix(byte* source, int stride, int* weights, int tapCount)
    {
        if (FixedPoint.HasWideRegisters)
        {
            Vector512<int> sum = Vector512.Create(ResampleTaps.Half);
            for (int tap = 0; tap < tapCount; tap++, source += stride)
                sum += FixedPoint.LoadFourPixels(source) * Vector512.Create(weights[tap]);
            return FixedPoint.Pack(sum);
        }

        Vector256<int> left = Vector256.Create(ResampleTaps.Half);
        Vector256<int> right = left;
        for (int tap = 0; tap < tapCount; tap++, source += stride)
        {
            Vector256<int> weight = Vector256.Create(weights[tap]);
            left += FixedPoint.LoadTwoPixels(source) * weight;
            right += FixedPoint.LoadTwoPixels(source + (2 * PixelBuffer.BytesPerPixel)) * weight;
        }

        return FixedPoint.Pack(left.GetLower(), left.GetUpper(), right.GetLower(), right.GetUpper());
    }
}
