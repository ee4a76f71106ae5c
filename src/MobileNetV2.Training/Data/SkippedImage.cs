using MobileNets.Imaging;

namespace MobileNets.Training.Data;

/// <summary>A picture that is left out because it cannot be read.</summary>
/// <param name="Path">The picture's file.</param>
/// <param name="Reason">What is wrong with it, in one line that names it.</param>
public sealed record SkippedImage(string Path, string Reason)
{
    internal SkippedImage(string path, Exception failure)
        : this(path, OneLine(path, failure.Message))
    {
    }

    /// <summary>Whether a failure is the file's own, and no reason to stop.</summary>
    internal static bool IsReason(Exception failure) => failure is ImageFormatException or IOException or UnauthorizedAccessException;

    private static string OneLine(string path, string message)
    {
        message = message.ReplaceLineEndings(" ");
        return message.Contains(path, StringComparison.Ordinal) ? message : $"{path}: {message}";
    }
}
