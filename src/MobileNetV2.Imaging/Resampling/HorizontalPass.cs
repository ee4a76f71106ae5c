using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MobileNets.Imaging;

/// <summary>Resamples rows.</summary>
internal static unsafe class HorizontalPass
{
    /// <summary>Copies of each weight: one for each channel.</summary>
    internal const int WeightCopies = PixelBuffer.BytesPerPixel;

    /// <summary>Taps that are done at once.</summary>
    internal static int TapGranularity => FixedPoint.HasWideRegisters ? 4 : 2;

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
            byte* first = source + (starts[x] * PixelBuffer.BytesPerPixel);
            byte* second = source + (starts[x + 1] * PixelBuffer.BytesPerPixel);
            byte* third = source + (starts[x + 2] * PixelBuffer.BytesPerPixel);
            byte* fourth = source + (starts[x + 3] * PixelBuffer.BytesPerPixel);
            Vector128<byte> pixels = FixedPoint.HasWideRegisters
                ? FixedPoint.Pack(AddTaps(
                    MixFours(first, weights, tapCount),
                    MixFours(second, weights + stride, tapCount),
                    MixFours(third, weights + (2 * stride), tapCount),
                    MixFours(fourth, weights + (3 * stride), tapCount)))
                : FixedPoint.Pack(
                    MixPairs(first, weights, tapCount),
                    MixPairs(second, weights + stride, tapCount),
                    MixPairs(third, weights + (2 * stride), tapCount),
                    MixPairs(fourth, weights + (3 * stride), tapCount));
            pixels.Store(target);
            target += ResampleTaps.Block * PixelBuffer.BytesPerPixel;
            weights += ResampleTaps.Block * stride;
        }
    }

    /// <summary>The weighted sum of some pixels, two at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MixPairs(byte* source, int* weights, int tapCount)
    {
        Vector256<int> sum = FixedPoint.LoadTwoPixels(source) * Vector256.Load(weights);
        for (int tap = 2; tap < tapCount; tap += 2)
        {
            sum += FixedPoint.LoadTwoPixels(source + (tap * PixelBuffer.BytesPerPixel))
                * Vector256.Load(weights + (tap * WeightCopies));
        }

        return sum.GetLower() + sum.GetUpper() + Vector128.Create(ResampleTaps.Half);
    }

    /// <summary>Four weighted sums, of every fourth pixel each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> MixFours(byte* source, int* weights, int tapCount)
    {
        Vector512<int> sum = FixedPoint.LoadFourPixels(source) * Vector512.Load(weights);
        for (int tap = 4; tap < tapCount; tap += 4)
        {
            sum += FixedPoint.LoadFourPixels(source + (tap * PixelBuffer.BytesPerPixel))
                * Vector512.Load(weights + (tap * WeightCopies));
        }

        return sum;
    }

    /// <summary>Adds up the four sums of each of four pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> AddTaps(Vector512<int> first, Vector512<int> second, Vector512<int> third, Vector512<int> fourth) =>
        AddNeighbours(AddNeighbours(first, second), AddNeighbours(third, fourth)) + Vector512.Create(ResampleTaps.Half);

    /// <summary>Adds the quarters of one vector in pairs, then those of the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> AddNeighbours(Vector512<int> a, Vector512<int> b) =>
        Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);
}
