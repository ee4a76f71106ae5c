using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using MobileNets.Training.Data.Tests;
using MobileNets.Training.Runs;
using TorchSharp;

namespace MobileNets.Training.Tests;

public sealed class ResumeTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>, IDisposable
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3, BatchSize = 9, ImageSize = 32, LearningRate = 0.0005, WarmupSteps = 6,
    };

    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<(TrainingPhase Phase, int Epoch, int Step)> _reached = [];

    public static TheoryData<TrainingOptions> Recipes => new()
    {
        s_options,
        s_options with { Optimizer = OptimizerKind.RMSpropTensorFlow, Mixup = 0.2, MovingAverageDecay = 0.9 },
        s_options with { Compute = ComputeMode.Torch },
        s_options with { Optimizer = OptimizerKind.Sgd, Schedule = ScheduleKind.Cosine, LabelSmoothing = 0.1, GradientClipNorm = 1, FrozenEpochs = 1 },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Fit_StoppedEverywhere_EndsWithTheWeightsOfAnUninterruptedRun(TrainingOptions options)
    {
        var whole = Path.Combine(_folder.Path, "whole");
        Begin(whole, options, isStopped: false);
        var parts = Path.Combine(_folder.Path, "parts");

        var isFinished = Begin(parts, options, isStopped: true);
        var resumptions = 0;
        for (; !isFinished; resumptions++)
            isFinished = Resume(parts, isStopped: true);

        resumptions.Should().Be(3 * 4 + 3, "it stopped after each of four steps of three epochs, and once in each evaluation");
        Weights(parts, "last.ckpt").Should().Equal(Weights(whole, "last.ckpt"));
        File.ReadAllBytes(Path.Combine(parts, "best.safetensors")).Should().Equal(File.ReadAllBytes(Path.Combine(whole, "best.safetensors")));
        Rows(parts).Should().Equal(Rows(whole)).And.HaveCount(4);
        Directory.GetFiles(parts, "events.*").Should().ContainSingle();
    }

    [Fact]
    public void Fit_RunFinished_ChangesNothing()
    {
        var path = Path.Combine(_folder.Path, "run");
        Begin(path, s_options with { Epochs = 1 }, isStopped: false);
        var before = Weights(path, "last.ckpt");

        Resume(path, isStopped: false).Should().BeTrue();

        Weights(path, "last.ckpt").Should().Equal(before);
    }

    [Fact]
    public void Fit_OtherOptionsOrPictures_Throws()
    {
        var path = Path.Combine(_folder.Path, "run");
        Begin(path, s_options with { Epochs = 1 }, isStopped: true);
        using var other = new TemporaryFolder();
        SyntheticFlowers.Write(other.Path, new SyntheticFlowersOptions { Classes = 3, PerClass = 21, Size = 32 });
        using var run = RunFolder.Resume(path);
        using var model = run.Checkpoint!.BuildModel();
        using var same = new Trainer(model, run.Checkpoint.State.Options);
        using var different = new Trainer(model, s_options with { Epochs = 2 });

        different.Invoking(sut => sut.Fit(flowers.Data, run)).Should().Throw<ArgumentException>().WithMessage("The options are not those that the run began with*");
        same.Invoking(sut => sut.Fit(ImageDataset.Open(other.Path), run)).Should().Throw<DatasetException>().WithMessage("*not the pictures that the run began with*");
    }

    [Theory]
    [InlineData(ComputeMode.Auto, ComputeMode.Fused, ComputeMode.Torch)]
    [InlineData(ComputeMode.Torch, ComputeMode.Torch, ComputeMode.Auto)]
    public void Fit_ResumedWithOtherCompute_WarnsAndKeepsToItFromThenOn(ComputeMode begun, ComputeMode chosen, ComputeMode other)
    {
        var path = Path.Combine(_folder.Path, "run");
        Begin(path, s_options with { Compute = begun }, isStopped: true);
        var otherChosen = chosen == ComputeMode.Fused ? ComputeMode.Torch : ComputeMode.Fused;

        State().Compute.Should().Be(chosen);
        Log(State().Options).Should().Contain(line => line.Contains("as the run began")).And.NotContain(line => line.StartsWith("Warning"));
        Log(State().Options with { Compute = other }).Should().Contain($"Warning: The run began with compute {chosen} and goes on with {otherChosen}: its weights will not be those of an uninterrupted run, bit for bit");
        State().Compute.Should().Be(otherChosen);
        Log(State().Options).Should().Contain(line => line.Contains("as the run began"));
        State().Compute.Should().Be(otherChosen);

        TrainingState State() => CheckpointFile.Read(Path.Combine(path, "last.ckpt")).State;

        List<string> Log(TrainingOptions options)
        {
            using var run = RunFolder.Resume(path);
            using var model = run.Checkpoint!.BuildModel();
            using var stop = new CancellationTokenSource();
            var lines = new LogLines();
            using var trainer = new Trainer(model, options, lines);
            trainer.Invoking(sut => sut.Fit(flowers.Data, run, new Recorder(_ => stop.Cancel()), stop.Token)).Should().Throw<OperationCanceledException>();
            return lines.Lines;
        }
    }

    public void Dispose() => _folder.Dispose();

    private bool Begin(string path, TrainingOptions options, bool isStopped)
    {
        torch.manual_seed(1);
        using var model = new MobileNetV2(new MobileNetV2Options { Classes = 3, WidthMultiplier = 0.35, Dropout = 0.3 });
        using var run = RunFolder.Create(path, flowers.Data.ClassNames);
        return Fit(model, options, run, isStopped);
    }

    private bool Resume(string path, bool isStopped)
    {
        torch.manual_seed(Random.Shared.Next()); // nothing may depend on what the generator did before
        using var run = RunFolder.Resume(path);
        using var model = run.Checkpoint!.BuildModel();
        return Fit(model, run.Checkpoint.State.Options, run, isStopped);
    }

    /// <summary>Stopped, it ends after the first step that is new, or in the first evaluation that is.</summary>
    private bool Fit(MobileNetV2 model, TrainingOptions options, RunFolder run, bool isStopped)
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(model, options);
        try
        {
            trainer.Fit(flowers.Data, run, new Recorder(report =>
            {
                if (isStopped && report is not ({ Phase: TrainingPhase.Saving } or { Phase: TrainingPhase.Training, Step: 0 }) && _reached.Add((report.Phase, report.Epoch, report.Step)))
                    stop.Cancel();
            }), stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static byte[] Weights(string run, string file)
    {
        var checkpoint = MobileNets.Training.Checkpoints.CheckpointFile.Read(Path.Combine(run, file));
        return [.. checkpoint.Model.Concat(checkpoint.Optimizer).Concat(checkpoint.Average ?? checkpoint.Model).SelectMany(tensor => tensor.Data.ToArray())];
    }

    // Without the seconds and the share of waiting.
    private static IEnumerable<string> Rows(string run) =>
        File.ReadAllLines(Path.Combine(run, "metrics.csv")).Select(row => string.Join(',', row.Split(',')[..6]));
}
