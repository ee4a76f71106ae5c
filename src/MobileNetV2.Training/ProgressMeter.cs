using System.Diagnostics;
using MobileNets.Training.Checkpoints;

namespace MobileNets.Training;

/// <summary>Turns a run's state into progress, with speed and time left.</summary>
internal sealed class ProgressMeter(TrainingOptions options, int stepsPerEpoch, IProgress<TrainingProgress>? progress)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long? _firstStep;

    public void Report(TrainingPhase phase, TrainingState state)
    {
        _firstStep ??= state.Step;
        var tally = state.Tally;
        var imagesPerSecond = tally.Elapsed > TimeSpan.Zero ? tally.Images / tally.Elapsed.TotalSeconds : 0;
        progress?.Report(new TrainingProgress(
            phase, Math.Min(state.Epoch + 1, options.Epochs), options.Epochs, tally.Steps, stepsPerEpoch,
            tally.Images > 0 ? tally.LossSum / tally.Images : 0, imagesPerSecond, TimeLeft(state.Step)));
    }

    /// <summary>Reports that an evaluation goes on.</summary>
    public IProgress<int> Evaluation(TrainingState state) => new During(this, state);

    // Evaluations and saves are in the mean time of a step.
    private TimeSpan TimeLeft(long step)
    {
        var done = step - _firstStep!.Value;
        return done == 0 ? TimeSpan.Zero : _clock.Elapsed / done * ((long)options.Epochs * stepsPerEpoch - step);
    }

    private sealed class During(ProgressMeter meter, TrainingState state) : IProgress<int>
    {
        public void Report(int value) => meter.Report(TrainingPhase.Evaluating, state);
    }
}
