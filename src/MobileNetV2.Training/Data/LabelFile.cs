using System.Text;

namespace MobileNets.Training.Data;

/// <summary><c>labels.txt</c>: class names in label order, one per line, UTF-8.</summary>
public static class LabelFile
{
    /// <summary>The customary file name.</summary>
    public const string Name = "labels.txt";

    // 1000 ImageNet names take 30 KB; anything this long is not a list of names.
    private const int MaxBytes = 16 << 20;

    /// <summary>Reads the names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">The file is missing, empty, or has an empty line between names.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new DatasetException(path, "no such file", "give a file with one class name per line");
        if (file.Length > MaxBytes)
            throw new DatasetException(path, $"{file.Length} bytes, expected one class name per line", "check the file");
        string[] names = [.. File.ReadAllText(path).TrimEnd().Split('\n').Select(line => line.Trim())];
        var empty = Array.IndexOf(names, "");
        return empty < 0
            ? names
            : throw new DatasetException(path, $"line {empty + 1} is empty, expected one class name per line", "add the name");
    }

    /// <summary>Writes the names; the file is complete or absent.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="classNames">The names in label order.</param>
    public static void Write(string path, IReadOnlyList<string> classNames)
        => WholeFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(string.Join('\n', classNames) + '\n'));
}
