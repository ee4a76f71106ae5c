using MobileNets.Imaging;
using MobileNets.Training.Data;

namespace MobileNets.Training.Batches;

/// <summary>
/// Decodes, crops, flips and normalises the training pictures ahead of the network. Which pictures a batch holds and how they
/// are augmented is a function of (seed, epoch, index) alone, whatever the number of workers.
/// </summary>
public sealed class TrainingBatches
{
    private readonly IReadOnlyList<ImageSample> _samples;
    private readonly TrainingOptions _options;
    private readonly TrainingPreprocessing _preprocessing;

    /// <summary>Describes the batches; nothing is read yet.</summary>
    /// <param name="samples">The training pictures, at least one batch of them.</param>
    /// <param name="options">Batch size, image size, smallest crop, seed and workers.</param>
    /// <exception cref="ArgumentException">There are fewer pictures than a batch takes.</exception>
    public TrainingBatches(IReadOnlyList<ImageSample> samples, TrainingOptions options)
    {
        if (samples.Count < options.BatchSize)
            throw new ArgumentException($"{samples.Count} training pictures do not fill a batch of {options.BatchSize}; choose a smaller batch.", nameof(samples));
        _samples = samples;
        _options = options;
        _preprocessing = new TrainingPreprocessing(options.ImageSize, options.MinCropArea);
    }

    /// <summary>Batches an epoch. The pictures that do not fill the last one come in other epochs.</summary>
    public int Count => _samples.Count / _options.BatchSize;

    /// <summary>The batches of one epoch in order; the caller disposes each.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellationToken = default)
    {
        var order = Enumerable.Range(0, _samples.Count).ToArray();
        new SeededRandom(_options.Seed, (ulong)epoch).Shuffle(order.AsSpan());

        // One batch a worker is in the making, and as many wait: the network never waits for a batch begun too late.
        var workers = new SemaphoreSlim(_options.Workers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = new Queue<Task<Batch>>();
        var next = 0;
        try
        {
            while (next < Count || ahead.Count > 0)
            {
                while (next < Count && ahead.Count < 2 * _options.Workers)
                {
                    var index = next++;
                    ahead.Enqueue(Task.Run(() => Load(epoch, index, order, workers, stop.Token), CancellationToken.None));
                }
                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var task in ahead)
                Discard(task);
        }
    }

    private async Task<Batch> Load(int epoch, int index, int[] order, SemaphoreSlim workers, CancellationToken cancellationToken)
    {
        await workers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Decode(epoch, order.AsSpan(index * _options.BatchSize, _options.BatchSize), cancellationToken);
        }
        finally
        {
            workers.Release();
        }
    }

    private Batch Decode(int epoch, ReadOnlySpan<int> chosen, CancellationToken cancellationToken)
    {
        var labels = new int[chosen.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = _samples[chosen[i]].Label;
        var batch = new Batch(labels, _preprocessing.Size);
        try
        {
            for (var i = 0; i < chosen.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sample = chosen[i];
                var random = new Random(unchecked((int)new SeededRandom(_options.Seed, (ulong)epoch, (ulong)sample).NextBits()));
                _preprocessing.ApplyToFile(_samples[sample].Path, random, batch.Picture(i));
            }
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private static void Discard(Task<Batch> task) =>
        task.ContinueWith(
            done =>
            {
                if (done.IsCompletedSuccessfully)
                    done.Result.Dispose();
                else
                    _ = done.Exception; // observed: nobody waits for it any more
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
