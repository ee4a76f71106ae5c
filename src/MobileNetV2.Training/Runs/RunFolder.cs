using System.Globalization;
using MobileNets.Training.Checkpoints;
using MobileNets.Training.Data;
using MobileNets.Weights;

namespace MobileNets.Training.Runs;

/// <summary>
/// What a training run leaves behind. The checkpoints are the truth; <c>best.safetensors</c>, <c>metrics.csv</c>, <c>curves.svg</c>, the
/// TensorBoard events and <c>run.json</c> follow from them and are written afterwards, so that a run which is killed between the
/// two only has to write them again. Every file is complete or absent, whenever the run ends (but the growing events' last record).
/// </summary>
public sealed class RunFolder : IDisposable
{
    private readonly CheckpointStore _checkpoints;
    private readonly FileStream _lock;
    private TensorBoardLog? _events;
    private int _bestEpoch;

    private RunFolder(string path)
    {
        Path = path;
        _lock = Lock(path);
        _checkpoints = new CheckpointStore(path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The newest checkpoint: in a resumed run where it was interrupted; null before the first.</summary>
    public Checkpoint? Checkpoint { get; private set; }

    /// <summary>What the last checkpoint suffered, where the one before it had to be used; otherwise null.</summary>
    public string? Warning { get; private set; }

    /// <summary>The network of the epoch with the highest validation accuracy so far.</summary>
    public string BestModel => File("best.safetensors");

    /// <summary>Makes the folder for a new run and keeps every other process out of it until disposed.</summary>
    /// <param name="path">A folder that holds no run yet; made if it does not exist.</param>
    /// <param name="classNames">The class names in label order, for <c>labels.txt</c>.</param>
    /// <exception cref="RunFolderException">The folder already holds a run or is in use.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static RunFolder Create(string path, IReadOnlyList<string> classNames)
    {
        Directory.CreateDirectory(path);
        var run = new RunFolder(path);
        try
        {
            if (run._checkpoints.Exists || System.IO.File.Exists(run.File(MetricsFile.Name)) || System.IO.File.Exists(run.BestModel))
                throw new RunFolderException(path, "already holds a training run", "go on with --resume, choose another folder or remove it");
            LabelFile.Write(run.File(LabelFile.Name), classNames);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Opens the folder of an interrupted run at its newest whole checkpoint and keeps every other process out of it until disposed.</summary>
    /// <param name="path">The run's folder.</param>
    /// <exception cref="RunFolderException">There is no checkpoint, or the folder is in use.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="WeightsFormatException">No checkpoint is whole.</exception>
    public static RunFolder Resume(string path)
    {
        var run = new RunFolder(path);
        try
        {
            foreach (var abandoned in Directory.EnumerateFiles(path, ".*.tmp"))
                System.IO.File.Delete(abandoned);
            run.Checkpoint = run._checkpoints.Load(out var warning);
            run.Warning = warning;
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Writes a checkpoint; the one before it is kept.</summary>
    /// <param name="checkpoint">Where the run is.</param>
    /// <returns>The checkpoint's file.</returns>
    /// <exception cref="RunFolderException">The disk refuses; the checkpoints are as they were.</exception>
    public string Save(Checkpoint checkpoint)
    {
        _checkpoints.Save(checkpoint);
        Checkpoint = checkpoint;
        return _checkpoints.Last;
    }

    /// <summary>Brings everything that follows from a saved checkpoint up to date.</summary>
    /// <param name="checkpoint">The checkpoint that was saved or loaded last.</param>
    /// <exception cref="RunFolderException">The disk refuses; the checkpoint is safe.</exception>
    public void Publish(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        try
        {
            PublishBest(checkpoint);
            PublishHistory(checkpoint.State);
        }
        catch (IOException exception)
        {
            throw RunFolderException.NotWritten(Path, exception);
        }
    }

    /// <summary>Writes <c>run.json</c>.</summary>
    /// <param name="report">The whole run's settings and outcome.</param>
    /// <exception cref="RunFolderException">The disk refuses; the checkpoint is safe.</exception>
    public void Write(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        try
        {
            AtomicFile.Write(File("run.json"), report.WriteTo);
        }
        catch (IOException exception)
        {
            throw RunFolderException.NotWritten(Path, exception);
        }
    }

    /// <summary>Lets other processes in.</summary>
    public void Dispose() => _lock.Dispose();

    // The operating system releases it whatever becomes of the process. It stays there: whoever removed it could remove another's.
    private static FileStream Lock(string folder)
    {
        if (!Directory.Exists(folder))
            throw new RunFolderException(folder, "there is no such run", "check the path");
        var path = System.IO.Path.Combine(folder, ".lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (System.IO.File.Exists(path))
        {
            throw new RunFolderException(folder, "is in use by another training process", "wait until it ends, or choose another folder", exception);
        }
    }

    private void PublishBest(Checkpoint checkpoint)
    {
        if (checkpoint.Best is not { } best || checkpoint.State.Best!.Epoch == _bestEpoch)
            return;
        SafetensorsFile.Write(BestModel, new StateDict(best, Describe(best, checkpoint.State).ToMetadata()));
        _bestEpoch = checkpoint.State.Best.Epoch;
    }

    private void PublishHistory(TrainingState state)
    {
        MetricsFile.Write(File(MetricsFile.Name), state.History);
        TrainingCurves.Write(File(TrainingCurves.Name), state.History);
        if (_events is null)
            _events = new TensorBoardLog(Path, state.Started, state.History);
        else
            _events.Append(state.History);
    }

    private static ModelDescription Describe(StateDict best, TrainingState state) => ModelDescription.FromMetadata(best.Metadata, "checkpoint")! with
    {
        TrainingSummary = string.Create(CultureInfo.InvariantCulture,
            $"epoch {state.Best!.Epoch} of a run of {state.Options.Epochs}: {100 * state.Best.ValidationAccuracy:F2} % validation accuracy"),
    };

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
