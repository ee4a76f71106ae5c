namespace MobileNets.Training.Data;

/// <summary>A data set on disk is not what it should be: a file or folder is missing, malformed or contradictory.</summary>
/// <remarks>The message names the file, what was found there and what to do about it.</remarks>
public sealed class DatasetException : Exception
{
    // What a message quotes comes out of a file that may have been made to flood or forge a log.
    private const int MaximumCharacters = 400;

    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="problem">What was found (with the key or byte offset) and what was expected.</param>
    /// <param name="cure">What the reader of the message should do.</param>
    /// <param name="innerException">The lower-level failure, if there was one.</param>
    public DatasetException(string path, string problem, string cure, Exception? innerException = null)
        : base($"{path}: {OneLine(problem)}; {cure}", innerException)
        => FilePath = path;

    /// <summary>The file or folder at fault.</summary>
    public string FilePath { get; }

    private static string OneLine(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Take(MaximumCharacters).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > MaximumCharacters ? line + '…' : line;
    }
}
