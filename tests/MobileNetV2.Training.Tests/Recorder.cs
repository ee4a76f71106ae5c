namespace MobileNets.Training.Tests;

/// <summary>Keeps every report, and may do something after one.</summary>
internal sealed class Recorder(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public void Report(TrainingProgress value)
    {
        Reports.Add(value);
        then?.Invoke(value);
    }
}
