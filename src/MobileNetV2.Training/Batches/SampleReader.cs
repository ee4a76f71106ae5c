using System.Collections.Concurrent;
using MobileNets.Imaging;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches;

/// <summary>Decodes samples and reports the unreadable ones, each once.</summary>
internal sealed class SampleReader(IImageDecoder? decoder, IProgress<SkippedImage>? skipped)
{
    private readonly IImageDecoder _decoder = decoder ?? ImageDecoder.Default;
    private readonly ConcurrentDictionary<string, bool> _reported = new();

    /// <summary>The picture, or null where the file is not one.</summary>
    /// <exception cref="DatasetException">The decoder failed in a way that is not the file's fault.</exception>
    public RgbImage? Read(ImageSample sample)
    {
        try
        {
            return _decoder.DecodeFile(sample.Path);
        }
        catch (Exception exception) when (SkippedImage.IsReason(exception))
        {
            if (_reported.TryAdd(sample.Path, true))
                skipped?.Report(new SkippedImage(sample.Path, exception));
            return null;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or NativeCodecMissingException))
        {
            throw new DatasetException(sample.Path, $"the decoder failed ({exception.Message.ReplaceLineEndings(" ")})", "remove the file or use another decoder", exception);
        }
    }
}
