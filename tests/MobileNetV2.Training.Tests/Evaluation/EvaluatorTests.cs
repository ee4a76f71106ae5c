using MobileNets.Architecture;
using MobileNets.Imaging;
using MobileNets.Modules;
using MobileNets.Training.Batches.Tests;
using MobileNets.Training.Data;
using TorchSharp;

namespace MobileNets.Training.Tests;

public sealed class EvaluatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evaluator-tests-").FullName;
    private readonly EvaluationPreprocessing _preprocessing = new(36, 32);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Evaluate_MoreThanOneBatch_EqualsEachPictureAlone()
    {
        var samples = Flowers(perClass: 20).Samples(Split.Train);
        samples.Count.Should().BeGreaterThan(32);
        using var model = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 3 });
        model.train();
        var progress = new List<int>();

        var evaluation = Evaluator.Evaluate(model, samples, _preprocessing, new Recorder(progress));

        model.training.Should().BeFalse();
        progress.Should().Equal(32, samples.Count);
        var expected = new EvaluationTally(3);
        foreach (var sample in samples)
            expected.Add(Logits(model, sample.Path), [sample.Label]);
        var one = expected.ToEvaluation();
        evaluation.Loss.Should().BeApproximately(one.Loss, 1e-5);
        evaluation.Should().BeEquivalentTo(one, options => options.Excluding(e => e.Loss));
    }

    [Fact]
    public void Evaluate_BadPicture_LeavesItOutAndNamesIt()
    {
        var samples = Flowers(perClass: 2).Samples(Split.Train);
        File.WriteAllText(samples[1].Path, "no picture");
        var skipped = new SkipRecorder();

        var evaluation = Evaluator.Evaluate(batch => new float[batch.Count * 3], 3, samples, _preprocessing, skipped: skipped);

        evaluation.Images.Should().Be(samples.Count - 1);
        skipped.Skipped.Should().ContainSingle().Which.Path.Should().Be(samples[1].Path);
    }

    [Fact]
    public void Evaluate_NothingButBadPictures_Throws()
    {
        var samples = Flowers(perClass: 2).Samples(Split.Train);
        foreach (var sample in samples)
            File.WriteAllText(sample.Path, "no picture");

        FluentActions.Invoking(() => Evaluator.Evaluate(batch => new float[batch.Count * 3], 3, samples, _preprocessing))
            .Should().Throw<DatasetException>().WithMessage($"{samples[0].Path}: cannot be read, nor can any of the {samples.Count} pictures*");
    }

    [Fact]
    public void Evaluate_NoPictures_Throws() =>
        FluentActions.Invoking(() => Evaluator.Evaluate(_ => [], 3, [], _preprocessing)).Should().Throw<ArgumentException>();

    [Fact]
    public void Evaluate_Cancelled_Stops()
    {
        var samples = Flowers(perClass: 2).Samples(Split.Train);

        FluentActions.Invoking(() => Evaluator.Evaluate(batch => new float[batch.Count * 3], 3, samples, _preprocessing, null, new CancellationToken(true)))
            .Should().Throw<OperationCanceledException>();
    }

    private ImageDataset Flowers(int perClass)
    {
        SyntheticFlowers.Write(_folder, new SyntheticFlowersOptions { Classes = 3, PerClass = perClass, Size = 48 });
        return ImageDataset.Open(_folder);
    }

    private float[] Logits(MobileNetV2 model, string path)
    {
        using var scope = torch.NewDisposeScope();
        var planes = new float[_preprocessing.OutputLength];
        _preprocessing.Apply(ImageDecoder.Default.DecodeFile(path), planes);
        return model.call(torch.tensor(planes, [1, 3, 32, 32])).data<float>().ToArray();
    }

    private sealed class Recorder(List<int> values) : IProgress<int>
    {
        public void Report(int value) => values.Add(value);
    }
}
