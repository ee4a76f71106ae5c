using System.Diagnostics;

namespace MobileNets.Training.Batches.Tests;

public sealed class BatchPipelineTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 8)]
    [InlineData(64, 8)]
    public void Run_AnySizes_HasEveryPositionOnceInOrder(int batchSize, int workers)
    {
        var contents = BatchContents.Of(new BatchPipeline(batchSize, 1, workers).Run(5, 105, PositionAsLabel, default));

        contents.SelectMany(batch => batch.Labels).Should().Equal(Enumerable.Range(5, 100).Select(position => (long)position));
        contents.SkipLast(1).Should().OnlyContain(batch => batch.Labels.Length == batchSize);
        contents.SelectMany(batch => batch.Pixels.Chunk(3)).Select(planes => planes[2]).Should().Equal(Enumerable.Range(5, 100).Select(position => position + 0.5f));
    }

    [Fact]
    public void Run_PicturesLeftOut_ClosesTheGapsAndSkipsEmptyBatches()
    {
        int? EveryThirdFromEight(int position, Span<float> planes) => position >= 8 && position % 3 == 0 ? PositionAsLabel(position, planes) : null;

        var contents = BatchContents.Of(new BatchPipeline(4, 1, 2).Run(0, 20, EveryThirdFromEight, default));

        contents.Select(batch => string.Join(' ', batch.Labels)).Should().Equal("9", "12 15", "18");
        contents.SelectMany(batch => batch.Pixels.Chunk(3)).Select(planes => planes[0]).Should().Equal(9.5f, 12.5f, 15.5f, 18.5f);
    }

    [Fact]
    public void Run_EmptyRange_IsEmpty() => new BatchPipeline(4, 1, 2).Run(7, 7, PositionAsLabel, default).Should().BeEmpty();

    [Fact]
    public void Run_Enumerated_ReusesTheBuffersOfDisposedBatches()
    {
        var buffers = new HashSet<nint>();
        var pipeline = new BatchPipeline(batchSize: 32, imageSize: 32, workers: 2); // 384 KiB: the garbage collector leaves them where they are
        for (var pass = 0; pass < 3; pass++)
            foreach (var batch in pipeline.Run(0, 320, PositionAsLabel, default))
                using (batch)
                    buffers.Add(AddressOf(batch));

        buffers.Count.Should().BeLessThanOrEqualTo(4); // two ahead, the consumer's, and one more where a worker ends late
    }

    [Fact]
    public void Run_SlowConsumer_StaysTwoBatchesAhead()
    {
        var made = 0;
        using var batches = new BatchPipeline(10, 1, 2).Run(0, 1000, (_, _) => Interlocked.Increment(ref made), default).GetEnumerator();

        batches.MoveNext();
        WaitUntil(() => Volatile.Read(ref made) == 30);
        Thread.Sleep(50);

        made.Should().Be(30);
    }

    [Fact]
    public void Run_ConsumerKeepsItsBatches_NeverWaitsForABuffer()
    {
        var kept = new BatchPipeline(10, 1, 2).Run(0, 1000, PositionAsLabel, default).ToList();

        kept.SelectMany(batch => batch.Labels).Should().Equal(Enumerable.Range(0, 1000).Select(position => (long)position));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Run_LeftEarly_LeavesNoWorkerRunning(int workers)
    {
        var (active, made) = (0, 0);
        int? Slow(int position, Span<float> planes)
        {
            Interlocked.Increment(ref active);
            Thread.Sleep(5);
            Interlocked.Increment(ref made);
            Interlocked.Decrement(ref active);
            return 0;
        }

        foreach (var batch in new BatchPipeline(4, 1, workers).Run(0, 1000, Slow, default))
        {
            batch.Dispose();
            break;
        }

        active.Should().Be(0);
        var madeByThen = made;
        Thread.Sleep(50);
        made.Should().Be(madeByThen);
    }

    [Fact]
    public void Run_CancelledWhileTheConsumerWaits_ThrowsAndLeavesNoWorkerRunning()
    {
        using var cancellation = new CancellationTokenSource();
        var active = 0;
        int? CancelAtTen(int position, Span<float> planes)
        {
            Interlocked.Increment(ref active);
            if (position == 10)
                cancellation.Cancel();
            Thread.Sleep(5);
            Interlocked.Decrement(ref active);
            return 0;
        }
        var enumerate = () => BatchContents.Of(new BatchPipeline(4, 1, 2).Run(0, 1000, CancelAtTen, cancellation.Token));

        enumerate.Should().Throw<OperationCanceledException>();

        active.Should().Be(0);
    }

    [Fact]
    public void Run_WorkerFails_ThrowsAfterTheBatchesBefore()
    {
        var seen = new List<long>();
        int? FailAtTen(int position, Span<float> planes) => position == 10 ? throw new InvalidOperationException("ten") : PositionAsLabel(position, planes);
        var enumerate = () =>
        {
            foreach (var batch in new BatchPipeline(4, 1, 2).Run(0, 1000, FailAtTen, default))
                using (batch)
                    seen.AddRange(batch.Labels);
        };

        enumerate.Should().Throw<InvalidOperationException>().WithMessage("ten");

        seen.Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public void WaitShare_SlowWorkers_IsNearOne()
    {
        int? Slow(int position, Span<float> planes)
        {
            Thread.Sleep(20);
            return 0;
        }
        var batches = new BatchPipeline(2, 1, 1).Run(0, 10, Slow, default);

        BatchContents.Of(batches);

        batches.WaitShare.Should().BeInRange(0.8, 1);
    }

    [Fact]
    public void WaitShare_SlowConsumer_IsNearZero()
    {
        var batches = new BatchPipeline(2, 1, 1).Run(0, 10, PositionAsLabel, default);
        batches.WaitShare.Should().Be(0);

        foreach (var batch in batches)
            using (batch)
                Thread.Sleep(50);

        batches.WaitShare.Should().BeInRange(0, 0.5);
    }

    private static int? PositionAsLabel(int position, Span<float> planes)
    {
        planes.Fill(position + 0.5f);
        return position;
    }

    private static unsafe nint AddressOf(Batch batch)
    {
        fixed (float* pixels = batch.Pixels)
            return (nint)pixels;
    }

    private static void WaitUntil(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition() && clock.Elapsed < TimeSpan.FromSeconds(10))
            Thread.Sleep(1);
    }
}
