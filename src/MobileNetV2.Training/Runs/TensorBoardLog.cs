using System.Globalization;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary>The run's epochs for TensorBoard. Times are those of the training alone: an interruption leaves no gap.</summary>
internal sealed class TensorBoardLog
{
    private readonly string _path;
    private DateTimeOffset _time;
    private int _written;

    /// <summary>Writes the file anew with the epochs so far; an interruption may have cut its last record short.</summary>
    public TensorBoardLog(string folder, DateTimeOffset started, IReadOnlyList<EpochResult> history)
    {
        _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{started.ToUnixTimeSeconds()}.mobilenetv2"));
        _time = started;
        AtomicFile.Write(_path, stream =>
        {
            EventFile.Begin(stream, started);
            AppendTo(stream, history);
        });
    }

    /// <summary>Appends the epochs that are not in the file yet: TensorBoard follows a file that grows.</summary>
    public void Append(IReadOnlyList<EpochResult> history)
    {
        using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        AppendTo(stream, history);
    }

    private void AppendTo(Stream stream, IReadOnlyList<EpochResult> history)
    {
        foreach (var epoch in history.Skip(_written))
        {
            _time += epoch.Duration;
            EventFile.Append(stream, _time, epoch.Epoch,
                ("loss/train", epoch.TrainLoss), ("loss/validation", epoch.ValidationLoss),
                ("accuracy/train", epoch.TrainAccuracy), ("accuracy/validation", epoch.ValidationAccuracy),
                ("learning_rate", epoch.LearningRate), ("wait_share", epoch.WaitShare));
        }
        _written = history.Count;
    }
}
