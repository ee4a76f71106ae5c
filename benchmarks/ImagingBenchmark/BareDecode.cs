using System.Runtime.InteropServices;
using MobileNets.Imaging;

namespace MobileNets.Benchmarks;

/// <summary>libjpeg-turbo and nothing else: one handle and one buffer, the files in memory.</summary>
internal static unsafe class BareDecode
{
    public static Action<int> CreateWorker(IReadOnlyList<byte[]> files, int size)
    {
        var handle = TurboJpeg.InitDecompress();
        var pixels = new byte[size * size * RgbImage.Channels];
        return number =>
        {
            fixed (byte* jpeg = files[number])
            fixed (byte* target = pixels)
            {
                var result = TurboJpeg.Decompress(
                    handle, jpeg, new CULong((uint)files[number].Length), target, size, size * RgbImage.Channels, size,
                    TurboJpeg.PixelFormatRgb, TurboJpeg.FlagAccurateDct);
                if (result != 0)
                    throw new InvalidOperationException($"libjpeg-turbo cannot decode picture {number}.");
            }
        };
    }
}
