using System.IO.Compression;
using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// The container of PyTorch 1.6 and later: a zip archive with <c>root/data.pkl</c> and a record <c>root/data/key</c> for each
/// storage (PyTorch, <c>caffe2/serialize/inline_container.h</c>). Other records, such as <c>.format_version</c>, are passed over.
/// </summary>
/// <remarks>Records' names are looked up and compared, never used as paths, so <c>..</c> in one means nothing.</remarks>
internal sealed class ZipContainer : ICheckpointContainer
{
    private const string PickleRecord = "/data.pkl";
    private const int MaximumRecords = 1 << 16;

    private readonly string _origin;
    private readonly Dictionary<string, ZipArchiveEntry> _records;
    private readonly string _root;

    /// <summary>Opens an archive and unpickles its object.</summary>
    /// <param name="stream">Holds the archive from its position on.</param>
    /// <param name="origin">What to call the file in complaints.</param>
    /// <exception cref="WeightsFormatException">The archive is damaged or is another one, or the pickle is refused.</exception>
    public ZipContainer(Stream stream, string origin)
    {
        _origin = origin;
        _records = Records(FromItsStart(stream));
        _root = FindRoot();
        CheckByteOrder();
        var pickle = ReadRecord(PickleRecord, PickleInput.MaximumBytes);
        Root = new PickleMachine(new PickleInput(new MemoryStream(pickle), origin, "data.pkl offset")).Run();
    }

    public object? Root { get; }

    public byte[] ReadStorage(StorageReference storage)
    {
        var bytes = ReadRecord($"/data/{storage.Key}", storage.Bytes);
        return bytes.Length == storage.Bytes ? bytes : throw new WeightsFormatException(_origin, $"data/{storage.Key}",
            $"expected {storage.Count} elements of {storage.ElementType}, found {bytes.Length} bytes", PyTorchCure.FetchAgain);
    }

    // An archive's offsets count from its first byte.
    private static Stream FromItsStart(Stream stream)
    {
        if (stream.Position == 0)
            return stream;
        var archive = new MemoryStream();
        stream.CopyTo(archive);
        return archive;
    }

    private Dictionary<string, ZipArchiveEntry> Records(Stream stream)
    {
        // The archive is not disposed: the stream stays open, and it has nothing else to release.
        var entries = Guard("zip directory", () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true).Entries);
        if (entries.Count > MaximumRecords)
            throw Refuse("zip directory", $"expected at most {MaximumRecords} records, found {entries.Count}");
        var records = new Dictionary<string, ZipArchiveEntry>();
        var remaining = PyTorchFile.MaximumUnpackedBytes(stream.Length);
        foreach (var entry in entries)
        {
            if (!records.TryAdd(entry.FullName, entry))
                throw Refuse("zip directory", $"expected different names, found '{entry.FullName}' twice");
            if (entry.Length < 0 || entry.Length > remaining)
                throw Refuse("zip directory", $"expected records that fit {PyTorchFile.MaximumUnpackedBytes(stream.Length)} bytes together, found {entry.Length} bytes more in '{entry.FullName}'");
            remaining -= entry.Length;
        }
        return records;
    }

    // The first part of every name, which is the name of the file that torch.save wrote to.
    private string FindRoot()
    {
        var roots = _records.Keys.Where(name => name.IndexOf('/') == name.Length - PickleRecord.Length
            && name.EndsWith(PickleRecord, StringComparison.Ordinal)).Select(name => name[..^PickleRecord.Length]).ToList();
        if (roots is not [var root])
            throw Refuse("zip directory", $"expected one record 'name{PickleRecord}', found {roots.Count}");
        if (_records.ContainsKey($"{root}/constants.pkl"))
            throw new WeightsFormatException(_origin, "constants.pkl", "expected a state dict, found a TorchScript program",
                "Save its weights in Python: torch.save(torch.jit.load(path).state_dict(), new_path).");
        return root;
    }

    private void CheckByteOrder()
    {
        const string Record = "/byteorder";
        if (!_records.ContainsKey(_root + Record))
            return;
        var order = Encoding.ASCII.GetString(ReadRecord(Record, "little".Length));
        if (order != "little")
            throw new WeightsFormatException(_origin, "byteorder", $"expected 'little', found '{order}'",
                "Save the file again on a little-endian machine.");
    }

    private byte[] ReadRecord(string name, int maximumBytes)
    {
        var location = name[1..];
        if (!_records.TryGetValue(_root + name, out var entry))
            throw Refuse(location, "expected this record, found none");
        if (entry.Length > maximumBytes)
            throw Refuse(location, $"expected at most {maximumBytes} bytes, found {entry.Length}");
        var bytes = GC.AllocateUninitializedArray<byte>((int)entry.Length);
        var isWhole = Guard(location, () =>
        {
            using var record = entry.Open();
            return record.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && record.ReadByte() < 0;
        });
        return isWhole ? bytes : throw Refuse(location, $"expected {bytes.Length} bytes as the directory says, found more or fewer");
    }

    private T Guard<T>(string location, Func<T> read)
    {
        try
        {
            return read();
        }
        // What ZipArchive throws for archives that break the format.
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException
            or ArgumentException or OverflowException)
        {
            throw new WeightsFormatException(_origin, location, "expected a zip archive, found a damaged one", PyTorchCure.FetchAgain, exception);
        }
    }

    private WeightsFormatException Refuse(string location, string problem) => new(_origin, location, problem, PyTorchCure.FetchAgain);
}
