using System.Buffers;
using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>Finds the files that are no pictures by their headers alone.</summary>
internal static class ImageHeaders
{
    // Most headers fit; those with a preview picture in them may not.
    private const int HeaderLength = 1 << 15;

    /// <summary>Reads every file's header, several at once.</summary>
    /// <returns>The unreadable files, in the order of <paramref name="paths"/>.</returns>
    public static IReadOnlyList<SkippedImage> FindUnreadable(IReadOnlyList<string> paths, IImageDecoder decoder)
    {
        var faults = new SkippedImage?[paths.Count];
        InParallel.For(paths.Count, Environment.ProcessorCount, i => faults[i] = Check(paths[i], decoder), CancellationToken.None);
        return [.. faults.OfType<SkippedImage>()];
    }

    private static SkippedImage? Check(string path, IImageDecoder decoder)
    {
        try
        {
            ReadInfo(path, decoder);
            return null;
        }
        catch (Exception exception) when (SkippedImage.IsReason(exception))
        {
            return new SkippedImage(path, exception);
        }
    }

    private static void ReadInfo(string path, IImageDecoder decoder)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderLength);
        try
        {
            using var file = File.OpenHandle(path);
            var read = RandomAccess.Read(file, buffer.AsSpan(0, HeaderLength), fileOffset: 0);
            decoder.ReadInfo(buffer.AsSpan(0, read), path);
        }
        catch (ImageFormatException)
        {
            decoder.ReadInfoFromFile(path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
