namespace MobileNets.Inference.Tests;

/// <summary>One model, many callers; nothing allocated once warm. Run alone: other tests' memory would be counted.</summary>
[Collection(nameof(ConcurrencyTests))]
[CollectionDefinition(nameof(ConcurrencyTests), DisableParallelization = true)]
public sealed class ConcurrencyTests
{
    [Fact]
    public void Logits_TenThousandCallsFromEightThreads_GiveTheBitsOfALoneCall()
    {
        using var sut = CreateSut(threads: 2);
        var images = RandomModel.Images(sut, 3);
        var expected = sut.Logits(images);
        var wrong = 0;

        void Call(int caller)
        {
            var logits = new float[3 * sut.Classes];
            for (var i = 0; i < 625; i++)
            {
                // One image, or a batch that is partly shared out: every way through the engine.
                var (first, count) = i % 4 == 3 ? (0, 3) : ((caller + i) % 3, 1);
                var actual = logits.AsSpan(0, count * sut.Classes);
                sut.Logits(images.AsSpan(first * sut.InputLength, count * sut.InputLength), actual);
                if (!Results.SameBits(actual, expected.AsSpan(first * sut.Classes, actual.Length)))
                    Interlocked.Increment(ref wrong);
            }
        }

        void CallFromEight()
        {
            var callers = Enumerable.Range(0, 8).Select(caller => new Thread(() => Call(caller))).ToList();
            callers.ForEach(thread => thread.Start());
            callers.ForEach(thread => thread.Join());
        }

        CallFromEight();
        var before = Environment.WorkingSet;
        CallFromEight();

        wrong.Should().Be(0);
        (Environment.WorkingSet - before).Should().BeLessThan(16 << 20);
    }

    [Fact]
    public async Task Dispose_WhileCallsAreUnderWay_LetsThemEnd()
    {
        for (var round = 0; round < 20; round++)
        {
            var sut = CreateSut(threads: 2);
            var image = RandomModel.Images(sut);
            var expected = sut.Logits(image);
            using var started = new CountdownEvent(3);
            var callers = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(() =>
            {
                started.Signal();
                while (true)
                    try
                    {
                        if (!Results.SameBits(sut.Logits(image), expected))
                            return false;
                    }
                    catch (ObjectDisposedException)
                    {
                        return true;
                    }
            }, TaskCreationOptions.LongRunning)).ToArray();
            started.Wait();
            sut.Dispose();

            (await Task.WhenAll(callers)).Should().OnlyContain(allRight => allRight);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WarmCalls_Spans_AllocateNothing(int threads)
    {
        using var sut = CreateSut(threads);
        var images = RandomModel.Images(sut, 5);
        var logits = new float[5 * sut.Classes];
        var embedding = new float[sut.EmbeddingLength];
        var maps = new float[sut.FeatureMapShape(8).Elements + sut.FeatureMapShape(32).Elements];
        void Call()
        {
            sut.Logits(images, logits);
            sut.Embed(images.AsSpan(0, sut.InputLength), embedding);
            sut.FeatureMaps(images.AsSpan(0, sut.InputLength), [32, 8], maps);
        }
        for (var i = 0; i < 20; i++)
            Call();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            Call();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    private static InferenceModel CreateSut(int threads) =>
        InferenceModel.From(RandomModel.Create(new() { WidthMultiplier = 0.35, Classes = 10 }, 32), new InferenceOptions { Threads = threads });
}
