using System.Collections.Concurrent;
using MobileNets.Imaging;

namespace MobileNets.Training.Batches.Tests;

/// <summary>Decodes as the library does, after whatever the script does with the file's path.</summary>
internal sealed class ScriptedDecoder(Action<string> script) : IImageDecoder
{
    private int _active;

    /// <summary>The files asked for so far.</summary>
    public ConcurrentQueue<string> Files { get; } = new();

    /// <summary>Pictures being decoded at this moment.</summary>
    public int Active => _active;

    public ImageInfo ReadInfo(ReadOnlySpan<byte> data, string fileName) => ImageDecoder.Default.ReadInfo(data, fileName);

    public RgbImage Decode(ReadOnlySpan<byte> data, string fileName, int scaleDenominator = 1)
    {
        Interlocked.Increment(ref _active);
        try
        {
            Files.Enqueue(fileName);
            script(fileName);
            return ImageDecoder.Default.Decode(data, fileName, scaleDenominator);
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }
}
