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
        var one = BatchContents.Of(Sut(workers: 1).Epoch(3));

        foreach (var workers in new[] { 2, 8 })
            BatchContents.ShouldBeTheSame(BatchContents.Of(Sut(workers: workers).Epoch(3)), one);
    }

    [Fact]
    public void Epoch_AskedForTwice_GivesTheSame()
    {
        var sut = Sut();

        BatchContents.ShouldBeTheSame(BatchContents.Of(sut.Epoch(1)), BatchContents.Of(sut.Epoch(1)));
    }

    [Fact]
    public void Epoch_FromABatchInTheMiddle_ContinuesAsIfBegunAtTheFirst()
    {
        var whole = BatchContents.Of(Sut(batchSize: 5).Epoch(2));

        for (var first = 0; first <= whole.Count; first++)
            BatchContents.ShouldBeTheSame(BatchContents.Of(Sut(batchSize: 5).Epoch(2, first)), whole[first..]);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 4)]
    public void Epoch_NumberOutOfRange_Throws(int epoch, int firstBatch) =>
        Sut().Invoking(s => s.Epoch(epoch, firstBatch)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Epoch_AnotherEpochOrSeed_GivesOtherPictures()
    {
        var first = BatchContents.Of(Sut().Epoch(0))[0].Pixels;

        BatchContents.Of(Sut().Epoch(1))[0].Pixels.Should().NotEqual(first);
        BatchContents.Of(Sut(seed: 1).Epoch(0))[0].Pixels.Should().NotEqual(first);
    }

    [Theory]
    [InlineData(0.4, 0, 0, 0)]
    [InlineData(0, 0.4, 0, 0)]
    [InlineData(0, 0, 0.4, 0)]
    [InlineData(0, 0, 0, 0.1)]
    public void Epoch_WithJitter_ChangesColoursAloneAndRepeatably(double brightness, double contrast, double saturation, double hue)
    {
        var options = Options(batchSize: 12, workers: 2, seed: 0) with
        {
            BrightnessJitter = brightness, ContrastJitter = contrast, SaturationJitter = saturation, HueJitter = hue,
        };
        var plain = BatchContents.Of(Sut().Epoch(0))[0];

        var jittered = BatchContents.Of(new TrainingBatches(Samples, options).Epoch(0))[0];

        jittered.Labels.Should().Equal(plain.Labels);
        jittered.Pixels.AsSpan().SequenceEqual(plain.Pixels).Should().BeFalse();
        BatchContents.ShouldBeTheSame(BatchContents.Of(new TrainingBatches(Samples, options).Epoch(0)), BatchContents.Of(new TrainingBatches(Samples, options).Epoch(0)));
    }

    [Fact]
    public void Epoch_EveryPicture_ComesOnce()
    {
        var decoder = new ScriptedDecoder(_ => { });

        BatchContents.Of(Sut(decoder: decoder).Epoch(0));

        decoder.Files.Should().BeEquivalentTo(Samples.Select(sample => sample.Path));
    }

    [Fact]
    public void Epoch_SamplesThatDoNotFillABatch_AreLeftForOtherEpochs()
    {
        var sut = Sut(batchSize: 7);

        sut.Count.Should().Be(36 / 7);
        BatchContents.Of(sut.Epoch(0)).Should().HaveCount(5).And.OnlyContain(batch => batch.Labels.Length == 7);
    }

    [Fact]
    public void Epoch_Normalised_HasTheScaleOfImageNet()
    {
        var pixels = BatchContents.Of(Sut().Epoch(0)).SelectMany(batch => batch.Pixels).ToArray();

        pixels.Min().Should().BeGreaterThanOrEqualTo(-2.1180f); // (0 − 0.485) / 0.229
        pixels.Max().Should().BeLessThanOrEqualTo(2.6401f); // (1 − 0.406) / 0.225
    }

    [Fact]
    public void Epoch_UnreadablePicture_IsReplacedByTheNextAndTheOthersStay()
    {
        var order = EpochOrder(epoch: 0);
        var bad = order[17];
        var sound = BatchContents.Of(Sut().Epoch(0));
        var recorder = new SkipRecorder();

        var contents = BatchContents.Of(Sut(decoder: Failing(bad), skipped: recorder).Epoch(0));

        var (batch, index) = (17 / 12, 17 % 12);
        contents.Should().HaveCount(3);
        contents[batch].Labels[index].Should().Be(Samples.Single(sample => sample.Path == order[18]).Label);
        contents[batch].Labels[..index].Should().Equal(sound[batch].Labels[..index]);
        contents[batch].Labels[(index + 1)..].Should().Equal(sound[batch].Labels[(index + 1)..]);
        BatchContents.ShouldBeTheSame([contents[0], contents[2]], [sound[0], sound[2]]);
        recorder.Skipped.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Path = bad, Reason = $"{bad}: damaged" });
    }

    [Fact]
    public void Epoch_UnreadablePictures_GiveTheSameWithAnyNumberOfWorkersAndAreReportedOnce()
    {
        var order = EpochOrder(epoch: 0);
        var recorder = new SkipRecorder();
        var bad = new[] { order[4], order[5], order[6], order[35] };
        var eight = Sut(workers: 8, decoder: Failing(bad), skipped: recorder);

        BatchContents.ShouldBeTheSame(BatchContents.Of(eight.Epoch(0)), BatchContents.Of(Sut(workers: 1, decoder: Failing(bad)).Epoch(0)));

        BatchContents.Of(eight.Epoch(1));
        recorder.Skipped.Select(skipped => skipped.Path).Should().BeEquivalentTo(bad);
    }

    [Fact]
    public void Epoch_FileGone_IsReplacedToo()
    {
        var recorder = new SkipRecorder();
        var gone = Path.Combine(flowers.Data.Folder, "gone.jpg");
        var sut = new TrainingBatches([.. Samples.Skip(1), new ImageSample(gone, 0)], Options(), skipped: recorder);

        BatchContents.Of(sut.Epoch(0)).Should().HaveCount(3);

        recorder.Skipped.Should().ContainSingle().Which.Reason.Should().Contain("gone.jpg");
    }

    [Fact]
    public void Epoch_NothingReadable_StopsAndNamesAFile()
    {
        var sut = Sut(decoder: Failing([.. Samples.Select(sample => sample.Path)]));

        sut.Invoking(s => BatchContents.Of(s.Epoch(0))).Should().Throw<DatasetException>()
            .WithMessage("*image_*.jpg: cannot be read, nor can the 16 pictures before it; check that the data set is still there");
    }

    [Fact]
    public void Epoch_DecoderFailsByItself_StopsAndNamesTheFile()
    {
        var sut = Sut(decoder: new ScriptedDecoder(_ => throw new InvalidOperationException("no licence")));

        sut.Invoking(s => BatchContents.Of(s.Epoch(0))).Should().Throw<DatasetException>()
            .WithMessage("*image_*.jpg: the decoder failed (no licence)*").WithInnerException<InvalidOperationException>();
    }

    [Fact]
    public void Epoch_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Sut().Invoking(s => s.Epoch(0, cancelled.Token).Count()).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Epoch_LeftEarly_LeavesNoPictureBeingDecoded()
    {
        var decoder = new ScriptedDecoder(_ => Thread.Sleep(5));
        foreach (var batch in Sut(batchSize: 4, workers: 4, decoder: decoder).Epoch(0))
        {
            batch.Dispose();
            break;
        }

        decoder.Active.Should().Be(0);
    }

    [Fact]
    public void New_FewerSamplesThanABatch_Throws()
    {
        var create = () => Sut(batchSize: 37);

        create.Should().Throw<ArgumentException>().WithMessage("36 training pictures do not fill a batch of 37*");
    }

    private static ScriptedDecoder Failing(params string[] files) => new(file =>
    {
        if (files.Contains(file))
            throw new ImageFormatException(file, "damaged");
    });

    private static TrainingOptions Options(int batchSize = 12, int workers = 2, ulong seed = 0) =>
        new() { ImageSize = Size, BatchSize = batchSize, Workers = workers, Seed = seed };

    private TrainingBatches Sut(
        int batchSize = 12, int workers = 2, ulong seed = 0, IImageDecoder? decoder = null, IProgress<SkippedImage>? skipped = null) =>
        new(Samples, Options(batchSize, workers, seed), decoder, skipped);

    /// <summary>The files of an epoch in order, as a single worker reads them.</summary>
    private string[] EpochOrder(int epoch)
    {
        var decoder = new ScriptedDecoder(_ => { });
        BatchContents.Of(Sut(workers: 1, decoder: decoder).Epoch(epoch));
        return [.. decoder.Files];
    }
}
