using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNets.Imaging;

/// <summary>Resamples rows.</summary>
internal static class HorizontalPass
{
    private const int Half = 1 << (ResampleTaps.FractionBits - 1);

    /// <summary>Makes a picture as wide as there are taps out of some rows of another.</summary>
    internal static RgbImage Run(RgbImage source, int firstRow, int rowCount, ResampleTaps columns)
    {
        RgbImage target = RgbImage.Uninitialized(columns.Count, rowCount);
        for (int y = 0; y < rowCount; y++)
        {
            // The vector code reads one byte beyond the pixel, which in the very last row may lie outside the picture.
            if (Vector128.IsHardwareAccelerated && firstRow + y < source.Height - 1)
                ResampleRowVector(source.Row(firstRow + y), target.Row(y), columns);
            else
                ResampleRow(source.Row(firstRow + y), target.Row(y), columns);
        }

        return target;
    }

    private static void ResampleRow(ReadOnlySpan<byte> source, Span<byte> target, ResampleTaps columns)
    {
        for (int x = 0; x < columns.Count; x++)
        {
            int red = Half, green = Half, blue = Half;
            ReadOnlySpan<byte> pixels = source[(columns.Start(x) * RgbImage.Channels)..];
            foreach (int weight in columns.Weights(x))
            {
                red += pixels[0] * weight;
                green += pixels[1] * weight;
                blue += pixels[2] * weight;
                pixels = pixels[RgbImage.Channels..];
            }

            target[0] = Clip(red);
            target[1] = Clip(green);
            target[2] = Clip(blue);
            target = target[RgbImage.Channels..];
        }
    }

    /// <summary>The same with the three channels side by side in one vector; its fourth lane is not used.</summary>
    private static void ResampleRowVector(ReadOnlySpan<byte> source, Span<byte> target, ResampleTaps columns)
    {
        ref byte row = ref MemoryMarshal.GetReference(source);
        for (int x = 0; x < columns.Count; x++)
        {
            Vector128<int> sum = Vector128.Create(Half);
            nuint offset = (nuint)(columns.Start(x) * RgbImage.Channels);
            foreach (int weight in columns.Weights(x))
            {
                sum += LoadPixel(ref row, offset) * weight;
                offset += RgbImage.Channels;
            }

            sum >>= ResampleTaps.FractionBits;
            sum = Vector128.Min(Vector128.Max(sum, Vector128<int>.Zero), Vector128.Create((int)byte.MaxValue));
            target[2] = (byte)sum[2];
            target[1] = (byte)sum[1];
            target[0] = (byte)sum[0];
            target = target[RgbImage.Channels..];
        }
    }

    private static Vector128<int> LoadPixel(ref byte row, nuint offset)
    {
        uint pixel = Unsafe.ReadUnaligned<uint>(
            ref Unsafe.AddByteOffset(ref row, offset));
        return Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte())).AsInt32();
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleTaps.FractionBits, byte.MinValue, byte.MaxValue);
}
