using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Imaging;

/// <summary>Resamples rows.</summary>
internal static unsafe class HorizontalPass
{
    /// <summary>Copies of each weight: one for each channel.</summary>
    internal const int WeightCopies = PixelBuffer.BytesPerPixel;

    /// <summary>Taps that are done at once.</summary>
    internal const int TapGranularity = 2;

    /// <summary>Makes a picture as wide as there are taps out of an area of another.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="left">The column that the taps count as 0.</param>
    /// <param name="top">The first row.</param>
    /// <param name="rowCount">How many rows.</param>
    /// <param name="columns">The taps.</param>
    internal static PixelBuffer Run(PixelBuffer source, int left, int top, int rowCount, in ResampleTaps columns)
    {
        var target = new PixelBuffer(columns.Count, rowCount);
        fixed (byte* sourcePixels = source.BytesWithSlack)
        fixed (byte* targetPixels = target.BytesWithSlack)
        fixed (int* starts = columns.Starts)
        fixed (int* weights = columns.Weights)
        {
            // From top to bottom: a row's last store reaches into the next row.
            for (int y = 0; y < rowCount; y++)
            {
                ResampleRow(
                    sourcePixels + ((long)(top + y) * source.Stride) + (left * PixelBuffer.BytesPerPixel),
                    targetPixels + ((long)y * target.Stride), starts, weights, columns.Count, columns.TapCount);
            }
        }

        return target;
    }

    private static void ResampleRow(byte* source, byte* target, int* starts, int* weights, int count, int tapCount)
    {
        int stride = tapCount * WeightCopies;
        for (int x = 0; x < count; x += ResampleTaps.Block)
        {
            FixedPoint.Pack(
                Mix(source, starts[x], weights, tapCount),
                Mix(source, starts[x + 1], weights + stride, tapCount),
                Mix(source, starts[x + 2], weights + (2 * stride), tapCount),
                Mix(source, starts[x + 3], weights + (3 * stride), tapCount)).Store(target);
            target += ResampleTaps.Block * PixelBuffer.BytesPerPixel;
            weights += ResampleTaps.Block * stride;
        }
    }

    /// <summary>The weighted sum of some pixels, two at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Mix(byte* source, int start, int* weights, int tapCount)
    {
        source += start * PixelBuffer.BytesPerPixel;
        Vector256<int> sum = Vector256<int>.Zero;
        for (int tap = 0; tap < tapCount; tap += TapGranularity)
        {
            sum += FixedPoint.LoadTwoPixels(source + (tap * PixelBuffer.BytesPerPixel)) * Vector256.Load(weights + (tap * WeightCopies));
        }

        return sum.GetLower() + sum.GetUpper() + Vector128.Create(ResampleTaps.Half);
    }
}
