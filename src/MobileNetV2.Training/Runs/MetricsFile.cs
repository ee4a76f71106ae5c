using System.Globalization;
using System.Text;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary><c>metrics.csv</c>: a row for every epoch.</summary>
internal static class MetricsFile
{
    public const string Name = "metrics.csv";

    public static void Write(string path, IReadOnlyList<EpochResult> history)
    {
        var text = new StringBuilder("epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,wait_share\n");
        foreach (var epoch in history)
            text.Append(CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.LearningRate:R},{epoch.TrainLoss:R},{epoch.TrainAccuracy:R},{epoch.ValidationLoss:R},{epoch.ValidationAccuracy:R},{epoch.Duration.TotalSeconds:F3},{epoch.WaitShare:F4}\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
