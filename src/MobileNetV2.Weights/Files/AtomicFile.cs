namespace MobileNets.Weights;

/// <summary>
/// Writes a file whole or not at all: whoever opens the path sees the old content or the new, never a part, even if the
/// process is killed.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes to a temporary file in the same folder, flushes it to the disk, renames it and flushes the folder: power may fail afterwards.</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="write">Writes the content. If it throws, the old file stays and the temporary one is deleted.</param>
    /// <exception cref="IOException">The folder does not exist or the disk refuses.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target);
        if (folder is null || !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: the folder to write to does not exist; create it first.");

        // The same folder, because a rename across file systems would be a copy.
        var temporary = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
            FolderEntries.Flush(folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
