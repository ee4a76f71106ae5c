using MobileNets.Training.Runs;
using MobileNets.Weights;

namespace MobileNets.Training.Checkpoints;

/// <summary>The last two checkpoints of a run: <c>last.ckpt</c> and <c>previous.ckpt</c>. At every moment at least one of them is whole.</summary>
public sealed class CheckpointStore(string folder)
{
    /// <summary>The newest checkpoint.</summary>
    public string Last { get; } = Path.Combine(folder, "last.ckpt");

    /// <summary>The one before it.</summary>
    public string Previous { get; } = Path.Combine(folder, "previous.ckpt");

    /// <summary>Whether there is a checkpoint, whole or not.</summary>
    public bool Exists => File.Exists(Last) || File.Exists(Previous);

    /// <summary>Writes a checkpoint beside the two, then moves it into their row.</summary>
    /// <param name="checkpoint">What to write.</param>
    /// <exception cref="RunFolderException">The disk refuses; the checkpoints are as they were.</exception>
    public void Save(Checkpoint checkpoint)
    {
        var next = Path.Combine(folder, "next.ckpt");
        try
        {
            CheckpointFile.Write(next, checkpoint);
        }
        catch (IOException exception)
        {
            throw RunFolderException.NotWritten(Last, exception);
        }
        if (File.Exists(Last))
            File.Move(Last, Previous, overwrite: true);
        File.Move(next, Last, overwrite: true);
        FolderEntries.Flush(folder);
    }

    /// <summary>Reads the newest whole checkpoint. A damaged one is set aside as <c>damaged.ckpt</c>.</summary>
    /// <param name="warning">What was damaged, or null.</param>
    /// <exception cref="WeightsFormatException">No checkpoint is whole.</exception>
    /// <exception cref="RunFolderException">There is no checkpoint.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Checkpoint Load(out string? warning)
    {
        warning = null;
        if (!Exists)
            throw new RunFolderException(folder, "there is no checkpoint to resume from", "start the run without --resume");
        if (!File.Exists(Last))
            return CheckpointFile.Read(Previous); // a save was cut short between its two moves
        try
        {
            return CheckpointFile.Read(Last);
        }
        catch (WeightsFormatException exception) when (File.Exists(Previous))
        {
            var checkpoint = CheckpointFile.Read(Previous);
            // Out of the row: the next save must not push the whole one out of it.
            File.Move(Last, Path.Combine(folder, "damaged.ckpt"), overwrite: true);
            warning = $"{exception.Message} Going on from {Previous}: epoch {checkpoint.State.Epoch + 1}, {checkpoint.State.Tally.Steps} steps in; the damaged file is now damaged.ckpt.";
            return checkpoint;
        }
    }
}
