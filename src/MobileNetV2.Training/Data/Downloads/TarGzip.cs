using System.Formats.Tar;
using System.IO.Compression;
using MobileNets.Weights;

namespace MobileNets.Training.Data;

/// <summary>
/// Unpacks a <c>.tar.gz</c> that may be hostile: plain files and folders alone, under relative names of letters, digits, <c>_</c>,
/// <c>-</c> and <c>.</c>, each name once. Permissions and owners are not taken over.
/// </summary>
/// <param name="path">The archive.</param>
/// <param name="maximumEntries">Bound on the files and folders in it.</param>
/// <param name="maximumBytes">Bound on what it inflates to, the tar's own headers included.</param>
internal sealed class TarGzip(string path, int maximumEntries, long maximumBytes)
{
    /// <summary>Unpacks everything.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="progress">Told how many of the archive's bytes are unpacked.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="DatasetException">The archive is damaged, or something in it is refused; part of it may be unpacked.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void ExtractTo(string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        // Unshared: whoever else wants to unpack it is refused.
        using var archive = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        using var gzip = new GZipStream(archive, CompressionMode.Decompress);
        using var bounded = new BoundedStream(gzip, maximumBytes);
        using var tar = new TarReader(bounded);
        try
        {
            var entries = 0;
            while (tar.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (++entries > maximumEntries)
                    throw Refused($"more than {maximumEntries} entries");
                Extract(entry, folder);
                progress?.Report(new DownloadProgress(archive.Position, archive.Length));
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw new DatasetException(path, $"a damaged archive ({exception.Message})", "delete it and download it again", exception);
        }
    }

    private void Extract(TarEntry entry, string folder)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.GlobalExtendedAttributes: // remarks on the archive itself
                return;
            case TarEntryType.Directory:
                Directory.CreateDirectory(Target(entry, folder));
                return;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                var target = Target(entry, folder);
                if (File.Exists(target))
                    throw Refused($"'{entry.Name}' twice");
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using (var file = new FileStream(target, FileMode.CreateNew, FileAccess.Write))
                    entry.DataStream?.CopyTo(file);
                return;
            default:
                throw Refused($"'{entry.Name}' of type {entry.EntryType}, expected files and folders");
        }
    }

    private string Target(TarEntry entry, string folder)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (entry.EntryType == TarEntryType.Directory)
            name = name.TrimEnd('/');
        string[] parts = name is "" or "." && entry.EntryType == TarEntryType.Directory ? [] : name.Split('/');
        return parts.All(IsHarmless)
            ? Path.Combine([folder, .. parts])
            : throw Refused($"'{entry.Name}', expected names of letters, digits, '_', '-' and '.' below one folder");
    }

    // A name that ends with a dot is another one on Windows; ".." does.
    private static bool IsHarmless(string part) =>
        part.Length > 0 && part[^1] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private static bool IsDamage(Exception exception) =>
        exception is InvalidDataException or EndOfStreamException or FormatException or InvalidOperationException or ArgumentException or OverflowException;

    private DatasetException Refused(string content) => new(path, $"holds {content}", "do not use this archive");
}
