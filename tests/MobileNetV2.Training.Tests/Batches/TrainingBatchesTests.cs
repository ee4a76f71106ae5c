using MobileNets.Imaging;
using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;
using MobileNets.Training.Tests;

namespace MobileNets.Training.Batches.Tests;

public sealed class TrainingBatchesTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private const int Size = 32;

    private IReadOnlyList<ImageSample> Samples => flowers.Data.Samples(Split.Train);

    [Fact]
    public void Epoch_WithAnyNumberOfWorkers_GivesTheSameBatchesInOrder()
    {
        var one = Contents(Sut(workers: 1), epoch: 3);
        var eight = Contents(Sut(workers: 8), epoch: 3);

        eight.Should().HaveCount(one.Count);
        for (var i = 0; i < one.Count; i++)
        {
            eight[i].Labels.Should().Equal(one[i].Labels);
            eight[i].Pixels.AsSpan().SequenceEqual(one[i].Pixels).Should().BeTrue($"batch {i}");
        }
    }

    [Fact]
    public void Epoch_AnotherEpochOrSeed_GivesOtherPictures()
    {
        var first = Contents(Sut(), epoch: 0)[0].Pixels;

        Contents(Sut(), epoch: 1)[0].Pixels.Should().NotEqual(first);
        Contents(Sut(seed: 1), epoch: 0)[0].Pixels.Should().NotEqual(first);
    }

    [Fact]
    public void Epoch_SamplesThatDoNotFillABatch_AreLeftForOtherEpochs()
    {
        var sut = Sut(batchSize: 7);

        sut.Count.Should().Be(36 / 7);
        Contents(sut, 0).Should().HaveCount(5).And.OnlyContain(batch => batch.Labels.Length == 7);
    }

    [Fact]
    public void Epoch_Normalised_HasTheScaleOfImageNet()
    {
        var pixels = Contents(Sut(), 0).SelectMany(batch => batch.Pixels).ToArray();

        pixels.Min().Should().BeGreaterThanOrEqualTo(-2.1180f); // (0 − 0.485) / 0.229
        pixels.Max().Should().BeLessThanOrEqualTo(2.6401f); // (1 − 0.406) / 0.225
    }

    [Fact]
    public void Epoch_DamagedPicture_ThrowsWhatNamesIt()
    {
        using var folder = new TemporaryFolder();
        var bad = Path.Combine(folder.Path, "bad.jpg");
        File.WriteAllText(bad, "not a picture");
        var sut = new TrainingBatches([.. Samples.Take(11), new ImageSample(bad, 0)], new TrainingOptions { ImageSize = Size, BatchSize = 4, Workers = 2 });

        sut.Invoking(s => Contents(s, 0)).Should().Throw<ImageFormatException>().WithMessage("*bad.jpg*");
    }

    [Fact]
    public void Epoch_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Sut().Invoking(s => s.Epoch(0, cancelled.Token).Count()).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Epoch_LeftEarly_EndsQuietly()
    {
        foreach (var batch in Sut(batchSize: 4).Epoch(0))
        {
            batch.Dispose();
            break;
        }
    }

    [Fact]
    public void New_FewerSamplesThanABatch_Throws()
    {
        var create = () => Sut(batchSize: 37);

        create.Should().Throw<ArgumentException>().WithMessage("36 training pictures do not fill a batch of 37*");
    }

    private TrainingBatches Sut(int batchSize = 12, int workers = 2, ulong seed = 0) =>
        new(Samples, new TrainingOptions { ImageSize = Size, BatchSize = batchSize, Workers = workers, Seed = seed });

    private static List<(long[] Labels, float[] Pixels)> Contents(TrainingBatches batches, int epoch)
    {
        var contents = new List<(long[], float[])>();
        foreach (var batch in batches.Epoch(epoch))
            using (batch)
                contents.Add((batch.Labels, batch.Pixels.ToArray()));
        return contents;
    }
}
