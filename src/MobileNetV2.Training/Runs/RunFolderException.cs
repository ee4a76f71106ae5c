namespace MobileNets.Training.Runs;

/// <summary>A run's folder cannot be used or written; the message names the file and says what to do.</summary>
public sealed class RunFolderException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="cure">What the reader of the message should do.</param>
    /// <param name="innerException">The lower-level failure, if there was one.</param>
    public RunFolderException(string path, string problem, string cure, Exception? innerException = null)
        : base($"{path}: {problem}; {cure}", innerException)
    {
    }

    internal static RunFolderException NotWritten(string path, IOException exception) =>
        new(path, $"cannot be written ({exception.Message.TrimEnd('.')}), the checkpoint before is intact", "make room, then go on with --resume", exception);
}
