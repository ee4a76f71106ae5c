using MobileNets.Imaging;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches;

/// <summary>
/// Decodes and normalises pictures ahead of the network, in their own order, as evaluation needs them. Pictures that cannot be read
/// are left out; the last batch may be short.
/// </summary>
public sealed class EvaluationBatches
{
    private readonly IReadOnlyList<ImageSample> _samples;
    private readonly EvaluationPreprocessing _preprocessing;
    private readonly UnreadableImages _unreadable;
    private readonly BatchPipeline _pipeline;

    /// <summary>Describes the batches; nothing is read yet.</summary>
    /// <param name="samples">The pictures.</param>
    /// <param name="preprocessing">How they are prepared.</param>
    /// <param name="batchSize">Pictures a batch, at least 1.</param>
    /// <param name="workers">Pictures made at once, at least 1; by default the processor count.</param>
    /// <param name="skipped">Told about every unreadable picture once, from any thread.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public EvaluationBatches(
        IReadOnlyList<ImageSample> samples, EvaluationPreprocessing preprocessing, int batchSize = 32, int? workers = null,
        IProgress<SkippedImage>? skipped = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers ?? 1, 1, nameof(workers));
        _samples = samples;
        _preprocessing = preprocessing;
        _unreadable = new UnreadableImages(skipped);
        _pipeline = new BatchPipeline(batchSize, preprocessing.Size, workers ?? Environment.ProcessorCount);
    }

    /// <summary>One pass over the pictures.</summary>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">While enumerating: the decoder failed.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public BatchSequence Pass(CancellationToken cancellationToken = default) => _pipeline.Run(0, _samples.Count, Prepare, cancellationToken);

    private int? Prepare(int position, Span<float> planes) =>
        _unreadable.TryPrepare(_samples[position], planes, _preprocessing.ApplyToFile) ? _samples[position].Label : null;
}
