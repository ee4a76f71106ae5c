namespace MobileNets.Imaging;

/// <summary>A file cannot be used as a picture: empty, truncated, damaged, too large or not an image at all.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Reports a file.</summary>
    /// <param name="fileName">The file's path, or what else the caller calls it.</param>
    /// <param name="problem">What is wrong and what to do; follows the name and a colon.</param>
    public ImageFormatException(string fileName, string problem)
        : base($"{fileName}: {problem}")
    {
        FileName = fileName;
    }

    /// <summary>The file's path, or what else the caller called it.</summary>
    public string FileName { get; }
}
