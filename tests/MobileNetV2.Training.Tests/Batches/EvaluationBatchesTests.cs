using MobileNets.Imaging;
using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;
using MobileNets.Training.Tests;

namespace MobileNets.Training.Batches.Tests;

public sealed class EvaluationBatchesTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private static readonly EvaluationPreprocessing Preprocessing = new(36, 32);

    private IReadOnlyList<ImageSample> Samples => flowers.Data.Samples(Split.Test);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Pass_AnyWorkers_HasEveryPictureInOrderAndAShortLastBatch(int workers)
    {
        var contents = BatchContents.Of(new EvaluationBatches(Samples, Preprocessing, batchSize: 5, workers).Pass());

        contents.Select(batch => batch.Labels.Length).Should().Equal(5, 5, 2);
        contents.SelectMany(batch => batch.Labels).Should().Equal(Samples.Select(sample => (long)sample.Label));
        var expected = new float[Preprocessing.OutputLength];
        Preprocessing.Apply(ImageDecoder.Default.DecodeFile(Samples[^1].Path), expected);
        contents[^1].Pixels[^expected.Length..].Should().Equal(expected);
    }

    [Fact]
    public void Pass_UnreadablePicture_IsLeftOutAndReportedOnce()
    {
        using var folder = new TemporaryFolder();
        var bad = folder.Write("bad.jpg", "not a picture"u8.ToArray());
        var recorder = new SkipRecorder();
        var sut = new EvaluationBatches([Samples[0], new ImageSample(bad, 0), Samples[11]], Preprocessing, skipped: recorder);

        var labels = BatchContents.Of(sut.Pass()).SelectMany(batch => batch.Labels);
        BatchContents.Of(sut.Pass());

        labels.Should().Equal(Samples[0].Label, Samples[11].Label);
        recorder.Skipped.Should().ContainSingle().Which.Path.Should().Be(bad);
    }
}
