using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Data;
using MobileNets.Training.Runs;
using TorchSharp;

namespace MobileNets.Training.FaultTests;

/// <summary>The process that trains and is interrupted. It says on stdout what it is about to do, so that the parent can aim.</summary>
internal static class Child
{
    public const int Interrupted = 3;
    public const int Diverged = 4;
    public const int Failed = 5;

    /// <summary>Most of the recipe at once: head-only epochs, moving average, mixup, clipping, label smoothing, dropout.</summary>
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4, BatchSize = 6, ImageSize = 32, LearningRate = 0.002, WarmupSteps = 5, FrozenEpochs = 1, MovingAverageDecay = 0.9, Mixup = 0.2, GradientClipNorm = 1,
        LabelSmoothing = 0.1, Seed = 5, Workers = 2,
    };

    public static int Run(string data, string path, string[] words)
    {
        torch.set_num_threads(2);
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            Train(ImageDataset.Open(data), path, words, stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (TrainingDivergedException exception)
        {
            Say(exception.Message);
            return Diverged;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            Say(exception.Message);
            return Failed;
        }
    }

    private static void Train(ImageDataset data, string path, string[] words, CancellationToken cancellationToken)
    {
        var isResumed = words.Contains("resume");
        using var run = isResumed ? RunFolder.Resume(path) : RunFolder.Create(path, data.ClassNames);
        if (run.Warning is { } warning)
            Say($"warning {warning}");
        torch.manual_seed(isResumed ? Environment.TickCount64 : 5);
        using var model = run.Checkpoint?.BuildModel() ?? new MobileNetV2(new MobileNetV2Options { Classes = data.ClassNames.Count, WidthMultiplier = 0.35 });
        using var trainer = new Trainer(model, s_options with { Compute = Enum.Parse<ComputeMode>(words[0]) })
        {
            CheckpointInterval = TimeSpan.FromMilliseconds(60),
            CheckpointSaved = _ => Say("saved"),
            EpochEnded = epoch => Spoil(model, epoch.Epoch == 2 && words.Contains("nan")),
        };
        trainer.Fit(data, run, new Speaker(), cancellationToken);
        Say("finished");
    }

    private static void Spoil(MobileNetV2 model, bool now)
    {
        if (!now)
            return;
        using var gradients = torch.no_grad();
        model.parameters().Last().fill_(float.NaN);
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    private sealed class Speaker : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Say(value.Phase switch
        {
            TrainingPhase.Training => $"training {value.Epoch} {value.Step} {value.Steps}",
            TrainingPhase.Evaluating => $"evaluating {value.Epoch}",
            _ => "saving",
        });
    }
}
