using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace MobileNets.Weights;

/// <summary>
/// The safetensors format: 8 bytes header length, a JSON header, then the tensors' bytes
/// (huggingface/safetensors, README, "Format").
/// </summary>
public static class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    // The reference implementation's bound on headers.
    private const int MaximumHeaderBytes = 100_000_000;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors in the header's order.</returns>
    /// <exception cref="WeightsFormatException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static StateDict Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream's position to its end; a stream that cannot seek is copied to memory first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="origin">What to call it in complaints.</param>
    /// <returns>The tensors in the header's order.</returns>
    /// <exception cref="WeightsFormatException">The bytes break a rule of the format.</exception>
    public static StateDict Read(Stream stream, string origin = "stream")
    {
        stream = StreamReading.WithKnownLength(stream);
        var header = ReadHeader(stream, origin);
        var buffer = stream.Position;
        return header.ToStateDict(entry =>
        {
            stream.Position = buffer + entry.Begin;
            return StreamReading.ReadBytes(stream, (int)(entry.End - entry.Begin), origin, $"'{entry.Name}'");
        });
    }

    /// <summary>Maps a file into memory: the same checks as <see cref="Read(string)"/>, but no tensor is read or copied ahead.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors in the header's order, to be disposed of when none of them is used any longer.</returns>
    /// <exception cref="WeightsFormatException">The file breaks a rule of the format.</exception>
    /// <exception cref="IOException">The file cannot be opened, read or mapped.</exception>
    public static MappedWeights Map(string path)
    {
        using var stream = File.OpenRead(path);
        var header = ReadHeader(stream, path);
        var buffer = stream.Position;

        // The view outlives both the file and its mapping object.
        using var file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle;
        return new MappedWeights(view, header.ToStateDict(
            entry => new MappedMemory(view, buffer + entry.Begin, (int)(entry.End - entry.Begin)).Memory));
    }

    /// <summary>Writes a file, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="weights">The tensors, none of them named <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A tensor has the reserved name.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Write(string path, StateDict weights) => AtomicFile.Write(path, stream => Write(stream, weights));

    /// <summary>Writes to a stream; equal weights give equal bytes.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="weights">The tensors, none of them named <c>__metadata__</c>.</param>
    /// <exception cref="ArgumentException">A tensor has the reserved name.</exception>
    public static void Write(Stream stream, StateDict weights) => SafetensorsWriter.Write(stream, weights);

    // Leaves the stream at the first byte after the header.
    private static SafetensorsHeader ReadHeader(Stream stream, string origin)
    {
        var length = stream.Length - stream.Position;
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(
            StreamReading.ReadBytes(stream, LengthBytes, origin, "a header length"));
        if (headerLength > MaximumHeaderBytes || (long)headerLength > length - LengthBytes)
            throw new WeightsFormatException(origin, "offset 0",
                $"expected a header of at most {Math.Min(MaximumHeaderBytes, length - LengthBytes)} bytes, found a length of {headerLength}",
                "The file is cut off or is not a safetensors file; fetch or write it again.");

        var json = StreamReading.ReadBytes(stream, (int)headerLength, origin, "a header");
        return SafetensorsHeader.Parse(json, length - LengthBytes - json.Length, origin);
    }
}
