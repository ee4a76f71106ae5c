using System.Globalization;
using System.Text;
using MobileNets.Modules;
using MobileNets.Training.Data;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary>
/// What a training run leaves behind: <c>best.safetensors</c>, <c>labels.txt</c>, <c>metrics.csv</c> and <c>run.json</c>. Every file is
/// complete or absent, whenever the run ends.
/// </summary>
public sealed class RunFolder
{
    private readonly StringBuilder _metrics = new("epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,wait_share\n");

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The weights of the epoch with the highest validation accuracy so far.</summary>
    public string BestWeights => File("best.safetensors");

    /// <summary>Makes the folder and writes <c>labels.txt</c>.</summary>
    /// <param name="path">A folder that holds no run yet; made if it does not exist.</param>
    /// <param name="classNames">The class names in label order.</param>
    /// <exception cref="IOException">The folder already holds a run, or cannot be written.</exception>
    public static RunFolder Create(string path, IReadOnlyList<string> classNames)
    {
        var run = new RunFolder(path);
        if (System.IO.File.Exists(run.File("metrics.csv")) || System.IO.File.Exists(run.BestWeights))
            throw new IOException($"{path} already holds a training run; choose another folder or remove it.");
        Directory.CreateDirectory(path);
        LabelFile.Write(run.File(LabelFile.Name), classNames);
        return run;
    }

    /// <summary>Records an epoch, and the model if it is the best so far.</summary>
    /// <param name="epoch">The epoch's numbers.</param>
    /// <param name="model">The model after it.</param>
    /// <param name="description">What to store with the weights.</param>
    public void Record(EpochResult epoch, MobileNetV2 model, ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        _metrics.AppendLine(CultureInfo.InvariantCulture,
            $"{epoch.Epoch},{epoch.LearningRate:R},{epoch.TrainLoss:R},{epoch.TrainAccuracy:R},{epoch.ValidationLoss:R},{epoch.ValidationAccuracy:R},{epoch.Duration.TotalSeconds:F3},{epoch.WaitShare:F4}");
        AtomicFile.Write(File("metrics.csv"), stream => stream.Write(Encoding.UTF8.GetBytes(_metrics.ToString())));
        if (epoch.IsBest)
            ModelFile.Save(BestWeights, model, description);
    }

    /// <summary>Writes <c>run.json</c>.</summary>
    /// <param name="report">The whole run's settings and outcome.</param>
    public void Write(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.Write(File("run.json"), report.WriteTo);
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
