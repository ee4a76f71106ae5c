using System.Globalization;
using MobileNets.Charts;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary><c>curves.svg</c>: error, accuracy and loss of training and validation, and the learning rate, epoch by epoch.</summary>
internal static class TrainingCurves
{
    public const string Name = "curves.svg";

    public static void Write(string path, IReadOnlyList<EpochResult> history)
    {
        Series Line(string name, Tone tone, Func<EpochResult, double> value) => new(name, [.. history.Select(epoch => ((double)epoch.Epoch, value(epoch)))], tone);
        LineChart Panel(string title, double? limit, params Series[] series) => new() { Title = title, XLabel = "epoch", Series = series, WholeX = true, YLimit = limit };
        LineChart[] panels =
        [
            Panel("Error rate (%)", 100,
                Line("training", Tone.First, epoch => 100 * (1 - epoch.TrainAccuracy)), Line("validation", Tone.Second, epoch => 100 * (1 - epoch.ValidationAccuracy))),
            Panel("Accuracy (%)", 100,
                Line("training", Tone.First, epoch => 100 * epoch.TrainAccuracy), Line("validation", Tone.Second, epoch => 100 * epoch.ValidationAccuracy)),
            Panel("Loss (nats)", null, Line("training", Tone.First, epoch => epoch.TrainLoss), Line("validation", Tone.Second, epoch => epoch.ValidationLoss)),
            Panel("Learning rate", null, Line("learning rate", Tone.Third, epoch => epoch.LearningRate)),
        ];
        AtomicFile.Write(path, stream => LineFigure.Write(stream, Heading(history), panels));
    }

    private static string Heading(IReadOnlyList<EpochResult> history) => history.LastOrDefault(epoch => epoch.IsBest) is { } best
        ? string.Create(CultureInfo.InvariantCulture, $"{history.Count} epochs, the best is epoch {best.Epoch}: {100 * best.ValidationAccuracy:F1} % validation accuracy")
        : "No epochs yet";
}
