using System.Threading.Channels;
using MobileNets.Imaging;

namespace MobileNets.Training.Batches;

/// <summary>
/// Makes batches ahead of whoever consumes them. All workers fill in the pictures of one batch before they go on to the next, so
/// that the first is there soon and only a few are in memory, however many workers there are.
/// </summary>
/// <param name="batchSize">Pictures in every batch but a shorter last one.</param>
/// <param name="imageSize">Height and width of the pictures.</param>
/// <param name="workers">How many pictures are made at once.</param>
internal sealed class BatchPipeline(int batchSize, int imageSize, int workers)
{
    private readonly BufferPool _buffers = new(checked(batchSize * RgbImage.Channels * imageSize * imageSize), capacity: Ahead(batchSize, workers) + 1);

    /// <summary>The batches of the pictures at positions <paramref name="from"/> up to <paramref name="to"/>, in order.</summary>
    public BatchSequence Run(int from, int to, PreparePicture prepare, CancellationToken cancellationToken) =>
        new(Batches(from, to, prepare, cancellationToken));

    // One in the making and one that waits; more where a batch does not occupy all workers.
    private static int Ahead(int batchSize, int workers) => 2 + (workers / batchSize);

    private IEnumerable<Batch> Batches(int from, int to, PreparePicture prepare, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<PendingBatch>(new BoundedChannelOptions(Ahead(batchSize, workers)) { SingleReader = true, SingleWriter = true });
        var pictures = Channel.CreateBounded<(PendingBatch Batch, int Index)>(new BoundedChannelOptions(2 * workers) { SingleWriter = true });
        Task[] crew =
        [
            Task.Run(() => BeginAsync(from, to, batches.Writer, pictures.Writer, stop.Token), CancellationToken.None),
            .. Enumerable.Range(0, workers).Select(_ => Task.Run(() => FillAsync(pictures.Reader, prepare, stop.Token), CancellationToken.None)),
        ];
        PendingBatch? unfinished = null;
        try
        {
            while (batches.Reader.WaitToReadAsync(stop.Token).AsTask().GetAwaiter().GetResult() && batches.Reader.TryRead(out unfinished))
            {
                unfinished.Completion.WaitAsync(stop.Token).GetAwaiter().GetResult();
                var batch = unfinished.Batch;
                unfinished = null;
                if (batch.Count > 0)
                    yield return batch;
                else
                    batch.Dispose();
            }
        }
        finally
        {
            stop.Cancel();
            // Only then may the buffers go back: a worker may still be writing into one.
            Task.WaitAll(crew, CancellationToken.None);
            unfinished?.Batch.Dispose();
            while (batches.Reader.TryRead(out var left))
                left.Batch.Dispose();
        }
    }

    private async Task BeginAsync(
        int from, int to, ChannelWriter<PendingBatch> batches, ChannelWriter<(PendingBatch Batch, int Index)> pictures, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            for (var first = from; first < to; first += batchSize)
            {
                await batches.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                var count = Math.Min(batchSize, to - first);
                var pending = new PendingBatch(new Batch(count, imageSize, _buffers), first);
                batches.TryWrite(pending);
                for (var i = 0; i < count; i++)
                    await pictures.WriteAsync((pending, i), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }
        pictures.TryComplete();
        batches.TryComplete(failure);
    }

    private static async Task FillAsync(
        ChannelReader<(PendingBatch Batch, int Index)> pictures, PreparePicture prepare, CancellationToken cancellationToken)
    {
        await foreach (var (batch, index) in pictures.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (cancellationToken.IsCancellationRequested)
                return;
            batch.Fill(index, prepare);
        }
    }
}
