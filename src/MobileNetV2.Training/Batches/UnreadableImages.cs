using System.Collections.Concurrent;
using MobileNets.Imaging;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches;

/// <summary>Tells damaged files from failures that have to stop the run, and reports the files, each once.</summary>
internal sealed class UnreadableImages(IProgress<SkippedImage>? skipped)
{
    private readonly ConcurrentDictionary<string, bool> _reported = new();

    /// <summary>Reads and prepares the picture of a file.</summary>
    public delegate void PrepareFile(string path, Span<float> planes);

    /// <summary>Prepares a sample, unless its file is no picture.</summary>
    /// <exception cref="DatasetException">The preparation failed in a way that is not the file's fault.</exception>
    public bool TryPrepare(ImageSample sample, Span<float> planes, PrepareFile prepare)
    {
        try
        {
            prepare(sample.Path, planes);
            return true;
        }
        catch (Exception exception) when (SkippedImage.IsReason(exception))
        {
            if (_reported.TryAdd(sample.Path, true))
                skipped?.Report(new SkippedImage(sample.Path, exception));
            return false;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or NativeCodecMissingException))
        {
            throw new DatasetException(sample.Path, $"the decoder failed ({exception.Message})", "remove the file or use another decoder", exception);
        }
    }
}
