using System.Collections.Concurrent;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches.Tests;

/// <summary>Collects reports from any thread.</summary>
internal sealed class SkipRecorder : IProgress<SkippedImage>
{
    private readonly ConcurrentQueue<SkippedImage> _skipped = new();

    public IReadOnlyCollection<SkippedImage> Skipped => _skipped;

    public void Report(SkippedImage value) => _skipped.Enqueue(value);
}
