using MobileNets.Imaging;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches;

/// <summary>
/// Decodes, crops, flips and normalises the training pictures ahead of the network. Which pictures a batch holds and how they
/// are augmented is a function of (seed, epoch, index) and the files alone, whatever the number of workers.
/// </summary>
/// <remarks>
/// The place of a picture that cannot be read goes to the next readable one in the epoch's order, with an augmentation of its own; so
/// every batch is full and the other pictures stay where they are.
/// </remarks>
public sealed class TrainingBatches
{
    // So many in a row are no damaged files: the disk or the network share is gone.
    private const int MaxUnreadable = 16;

    private readonly IReadOnlyList<ImageSample> _samples;
    private readonly TrainingOptions _options;
    private readonly TrainingPreprocessing _preprocessing;
    private readonly IImageDecoder _decoder;
    private readonly UnreadableImages _unreadable;
    private readonly BatchPipeline _pipeline;

    /// <summary>Describes the batches; nothing is read yet.</summary>
    /// <param name="samples">The training pictures, at least one batch of them.</param>
    /// <param name="options">Batch size, image size, smallest crop, seed and workers.</param>
    /// <param name="decoder">Turns files into pixels; by default <see cref="ImageDecoder.Default"/>.</param>
    /// <param name="skipped">Told about every unreadable picture once, from any thread.</param>
    /// <exception cref="ArgumentException">There are fewer pictures than a batch takes.</exception>
    public TrainingBatches(
        IReadOnlyList<ImageSample> samples, TrainingOptions options, IImageDecoder? decoder = null, IProgress<SkippedImage>? skipped = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        if (samples.Count < options.BatchSize)
            throw new ArgumentException($"{samples.Count} training pictures do not fill a batch of {options.BatchSize}; choose a smaller batch.", nameof(samples));
        _samples = samples;
        _options = options;
        _preprocessing = new TrainingPreprocessing(options.ImageSize, options.MinCropArea);
        _decoder = decoder ?? ImageDecoder.Default;
        _unreadable = new UnreadableImages(skipped);
        _pipeline = new BatchPipeline(options.BatchSize, options.ImageSize, options.Workers);
    }

    /// <summary>Batches an epoch. The pictures that do not fill the last one come in other epochs.</summary>
    public int Count => _samples.Count / _options.BatchSize;

    /// <summary>The batches of one epoch in order.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="DatasetException">While enumerating: picture after picture cannot be read, or the decoder failed.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public BatchSequence Epoch(int epoch, CancellationToken cancellationToken = default) => Epoch(epoch, firstBatch: 0, cancellationToken);

    /// <summary>The rest of an epoch: the same batches in the same order as if it had been begun at its first.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="firstBatch">The batch to begin with, 0 to <see cref="Count"/>.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="DatasetException">While enumerating: picture after picture cannot be read, or the decoder failed.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public BatchSequence Epoch(int epoch, int firstBatch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, Count);
        var order = Enumerable.Range(0, _samples.Count).ToArray();
        new SeededRandom(_options.Seed, (ulong)epoch).Shuffle(order.AsSpan());
        return _pipeline.Run(
            firstBatch * _options.BatchSize, Count * _options.BatchSize, (position, planes) => Prepare(epoch, order, position, planes), cancellationToken);
    }

    private int? Prepare(int epoch, int[] order, int position, Span<float> planes)
    {
        for (var next = position; ; next++)
        {
            var sample = _samples[order[next % order.Length]];
            var random = new Random(unchecked((int)new SeededRandom(_options.Seed, (ulong)epoch, (ulong)position).NextBits()));
            if (_unreadable.TryPrepare(sample, planes, (path, target) => _preprocessing.Apply(_decoder.DecodeFile(path), random, target)))
                return sample.Label;
            if (next - position == MaxUnreadable)
                throw new DatasetException(sample.Path, $"cannot be read, nor can the {MaxUnreadable} pictures before it", "check that the data set is still there");
        }
    }
}
