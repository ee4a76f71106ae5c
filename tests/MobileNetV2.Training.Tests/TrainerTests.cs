using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;
using MobileNets.Training.Runs;
using TorchSharp;

namespace MobileNets.Training.Tests;

public sealed class TrainerTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>, IDisposable
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 12, BatchSize = 12, ImageSize = 48, LearningRate = 0.0001, WarmupSteps = 6, MinCropArea = 0.95,
    };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Fit_GeneratedFlowers_LowersTheTrainingLossAndKeepsTheBestModel()
    {
        using var model = Model();
        var (ended, saved, progress) = (new List<EpochResult>(), new List<string>(), new Recorder());
        using var sut = new Trainer(model, s_options) { EpochEnded = ended.Add, CheckpointSaved = saved.Add };
        using var run = Run("run");

        var result = sut.Fit(flowers.Data, run, progress);

        result.History.Select(epoch => epoch.Epoch).Should().Equal(Enumerable.Range(1, 12));
        result.History.Min(epoch => epoch.TrainLoss).Should().BeLessThan(0.95 * result.History[0].TrainLoss, "the way there depends on the processor's rounding, between 0.85 and 0.91 so far");
        result.History.Max(epoch => epoch.TrainAccuracy).Should().BeGreaterThan(0.45, "a third would be chance");
        result.History[0].IsBest.Should().BeTrue();
        result.History.Should().OnlyContain(epoch => epoch.ValidationAccuracy >= 0 && epoch.ValidationAccuracy <= 1 && epoch.WaitShare >= 0 && epoch.WaitShare <= 1);
        ended.Should().Equal(result.History);
        saved.Should().HaveCount(13, "one before the first step and one an epoch");
        progress.Reports.Count(report => report.Phase == TrainingPhase.Training).Should().Be(12 * (1 + 3), "one before the first step of an epoch and one after each");
        progress.Reports.Should().Contain(report => report.Phase == TrainingPhase.Evaluating).And.Contain(report => report.Phase == TrainingPhase.Saving);
        progress.Reports[^1].TimeLeft.Should().Be(TimeSpan.Zero);
        var (best, description) = ModelFile.Load(result.BestModel);
        using (best)
            Evaluator.Evaluate(best, flowers.Data.Samples(Split.Validation), sut.Preprocessing).Top1.Should().Be(result.Best.ValidationAccuracy);
        description.TrainingSummary.Should().Contain($"epoch {result.Best.Epoch} ");
    }

    [Fact]
    public void Fit_Twice_IsRepeatableBitForBit()
    {
        Weights(s_options with { Workers = 1 }, "one").Should().Equal(Weights(s_options with { Workers = 3 }, "three"));
    }

    [Fact]
    public void Fit_AbsurdLearningRate_StopsWithTheStepAndTheCure()
    {
        using var model = Model();
        using var sut = new Trainer(model, s_options with { LearningRate = 1e30, WarmupSteps = 0 });
        using var run = Run("run");

        sut.Invoking(s => s.Fit(flowers.Data, run)).Should().Throw<TrainingDivergedException>().WithMessage("*epoch 1, step *smaller learning rate*");

        File.ReadAllText(Path.Combine(run.Path, "run.json")).Should().Contain("\"diverged\"");
        File.Exists(Path.Combine(run.Path, "last.ckpt")).Should().BeTrue();
    }

    [Fact]
    public void Fit_LossNotANumberInALaterEpoch_KeepsTheBestModelAndSaysWhere()
    {
        using var model = Model();
        using var run = Run("run");
        using var sut = new Trainer(model, s_options)
        {
            EpochEnded = _ =>
            {
                using var gradients = torch.no_grad();
                model.parameters().Last().fill_(float.NaN);
            },
        };

        sut.Invoking(s => s.Fit(flowers.Data, run)).Should().Throw<TrainingDivergedException>().WithMessage($"*epoch 2, step 1 *{run.BestModel}*").Which.Epoch.Should().Be(2);

        var (best, _) = ModelFile.Load(run.BestModel);
        using (best)
            best.ToStateDict()["classifier.1.bias"].ReadSingles().Should().OnlyContain(value => float.IsFinite(value));
    }

    [Fact]
    public void Fit_NoImprovementForThePatience_StopsEarly()
    {
        using var model = Model();
        using var run = Run("run");
        using var sut = new Trainer(model, s_options with { LearningRate = 1e-12, WarmupSteps = 0, EarlyStoppingPatience = 2, BatchNormMomentum = 1e-6 });

        sut.Fit(flowers.Data, run).History.Should().HaveCount(3);
    }

    [Fact]
    public void Fit_FrozenEpochs_LeaveTheFeaturesAlone()
    {
        using var model = Model();
        var before = Features(model);
        using var run = Run("run");
        using var sut = new Trainer(model, s_options with { Epochs = 6, FrozenEpochs = 6, LearningRate = 0.001, WarmupSteps = 0 });
        var classifier = model.ToStateDict()["classifier.1.weight"].ReadSingles();

        var result = sut.Fit(flowers.Data, run);

        Features(model).Should().Equal(before);
        model.ToStateDict()["classifier.1.weight"].ReadSingles().Should().NotEqual(classifier);
        result.History[^1].TrainLoss.Should().BeLessThan(result.History[0].TrainLoss);
    }

    [Fact]
    public void Fit_OtherNumberOfClasses_Throws()
    {
        using var model = Model(classes: 4);
        using var sut = new Trainer(model, s_options);
        using var run = Run("run");

        sut.Invoking(s => s.Fit(flowers.Data, run)).Should().Throw<ArgumentException>().WithMessage("The network has 4 classes*has 3*");
    }

    [Theory]
    [InlineData(ComputeMode.Auto, false, "Steps are computed fused: nothing is in the way", "fused")]
    [InlineData(ComputeMode.Fused, false, "Steps are computed fused: as asked for", "fused")]
    [InlineData(ComputeMode.Torch, false, "Steps are computed with torch's operators: as asked for", "torch")]
    [InlineData(ComputeMode.Auto, true, "Steps are computed with torch's operators: features has 20 modules, not the planned 19", "torch")]
    public void Fit_Compute_IsChosenAndSaidOnce(ComputeMode asked, bool isEdited, string line, string recorded)
    {
        using var model = Model();
        if (isEdited)
            model.Features.append(torch.nn.ReLU());
        using var run = Run("run");
        var log = new LogLines();
        using var sut = new Trainer(model, s_options with { Epochs = 2, Compute = asked }, log);

        sut.Fit(flowers.Data, run).History.Should().OnlyContain(epoch => double.IsFinite(epoch.TrainLoss));

        log.Lines.Where(said => said.StartsWith("Steps are computed")).Should().Equal(line);
        model.Compute.ToString().ToLowerInvariant().Should().Be(recorded);
        File.ReadAllText(Path.Combine(run.Path, "run.json")).Should().Contain($"\"compute\": \"{recorded}\"");
    }

    [Fact]
    public void Fit_FusedWithSomethingInTheWay_SaysWhat()
    {
        using var model = Model();
        model.Features.append(torch.nn.ReLU());
        using var run = Run("run");
        using var sut = new Trainer(model, s_options with { Compute = ComputeMode.Fused });

        sut.Invoking(s => s.Fit(flowers.Data, run)).Should().Throw<InvalidOperationException>().WithMessage("The training steps cannot be fused: features has 20 modules*");
        sut.FusedObstacle.Should().StartWith("features has 20 modules");
    }

    public void Dispose() => _folder.Dispose();

    private RunFolder Run(string name) => RunFolder.Create(Path.Combine(_folder.Path, name), flowers.Data.ClassNames);

    private float[] Weights(TrainingOptions options, string name)
    {
        using var model = Model();
        using var trainer = new Trainer(model, options with { Epochs = 2 });
        using var run = Run(name);
        trainer.Fit(flowers.Data, run);
        return model.ToStateDict().Where(entry => entry.Name.EndsWith("weight")).SelectMany(entry => entry.ReadSingles()).ToArray();
    }

    private static float[] Features(MobileNetV2 model) =>
        model.ToStateDict().Where(entry => entry.Name.StartsWith("features") && !entry.Name.EndsWith("tracked")).SelectMany(entry => entry.ReadSingles()).ToArray();

    private static MobileNetV2 Model(int classes = 3)
    {
        torch.manual_seed(1);
        return new MobileNetV2(new MobileNetV2Options { Classes = classes, WidthMultiplier = 0.35 });
    }
}
