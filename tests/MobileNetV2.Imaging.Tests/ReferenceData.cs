using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MobileNets.Imaging.Tests;

/// <summary>Files that tests/reference/imaging made with the real PIL and torchvision.</summary>
internal static class ReferenceData
{
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", name);

    internal static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    internal static IEnumerable<string[]> ReadCsv(string name) =>
        File.ReadLines(PathOf(name)).Skip(1).Select(line => line.Split(','));

    internal static byte[] ReadCompressed(string name)
    {
        using var unpacked = new MemoryStream();
        using var file = new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress);
        file.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    internal static float[] ReadFloats(string name) => MemoryMarshal.Cast<byte, float>(ReadCompressed(name)).ToArray();

    /// <summary>The names of the picture files of one kind.</summary>
    internal static IEnumerable<string> Pictures(string extension) =>
        Directory.EnumerateFiles(PathOf(""), "*" + extension).Select(path => Path.GetFileName(path)!).Order();
}
