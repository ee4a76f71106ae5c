using System.Formats.Tar;
using System.IO.Compression;

namespace MobileNets.Training.Data.Tests;

/// <summary>Makes <c>.tar.gz</c> archives, harmless or not.</summary>
internal static class TarBytes
{
    public static byte[] Archive(params TarEntry[] entries) => Gzip(Tar(entries));

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        return tar.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(content);
        return archive.ToArray();
    }

    public static TarEntry File(string name, params byte[] content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static TarEntry Folder(string name) => new PaxTarEntry(TarEntryType.Directory, name);
}
