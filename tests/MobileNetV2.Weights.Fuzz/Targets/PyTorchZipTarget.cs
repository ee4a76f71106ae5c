using System.Buffers.Binary;
using System.IO.Compression;
using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Opcodes of the pickle, the archive's records and the fields of its directory are changed.</summary>
internal sealed class PyTorchZipTarget() : FuzzTarget("pytorch", [.. Names.Select(RealFile.Bytes)])
{
    private const string Pickle = "/data.pkl";

    // The fields of a directory entry: versions, flags, method, checksum, sizes, lengths, offset (PKWARE, APPNOTE.TXT, 4.3.12).
    private const int DirectoryEntryBytes = 46;

    private static readonly string[] Names =
    [
        "state-dict-zip.pth", "state-dict-protocol-4.pth", "types-zip.pth", "views-zip.pth", "data-parallel.pth", "parameters.pth", "extra-state.pth",
    ];

    private static readonly List<Record>[] Archives = [.. Names.Select(name => Unpack(RealFile.Bytes(name)))];
    private static readonly List<byte[]>[] Pickles = [.. Archives.Select(PickleOf)];

    public override bool PassesOuterLayer(byte[] input)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(input));
            if (archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal)) is not { } pickle)
                return false;
            using var stream = pickle.Open();
            return stream.ReadByte() >= 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or NotSupportedException or ArgumentException)
        {
            return false;
        }
    }

    public override void Read(byte[] input) => Oracle.Check(PyTorchFile.Read(new MemoryStream(input)));

    protected override byte[] MutateFormat(Random random, int chosen)
    {
        var records = Archives[chosen].ToList();
        var pickle = records.FindIndex(record => record.Name.EndsWith(Pickle, StringComparison.Ordinal));
        if (random.Next(4) > 0)
            records[pickle] = records[pickle] with { Bytes = PickleOpcodes.Mutate(random, Pickles[chosen]) };
        if (random.Next(4) == 0)
            ChangeRecord(random, records, random.Next(records.Count));
        var compression = random.Next(8) == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression;
        var archive = Pack(records, compression);
        if (random.Next(8) == 0)
            ChangeDirectory(random, archive);
        return archive;
    }

    private static void ChangeRecord(Random random, List<Record> records, int at)
    {
        var record = records[at];
        switch (random.Next(5))
        {
            case 0:
                records.RemoveAt(at);
                break;
            case 1:
                records.Insert(random.Next(records.Count), record);
                break;
            case 2:
                records[at] = record with { Name = records[random.Next(records.Count)].Name };
                break;
            case 3:
                var name = random.Next(3) switch { 0 => $"../{record.Name}", 1 => $"/etc/{record.Name}", _ => record.Name.Replace('/', '\\') };
                records[at] = record with { Name = name };
                break;
            case 4:
                records[at] = record with { Bytes = ByteMutator.Mutate(random, record.Bytes, [record.Bytes, new byte[100]]) };
                break;
        }
    }

    private static void ChangeDirectory(Random random, byte[] archive)
    {
        var directory = archive.AsSpan().IndexOf("PK\x01\x02"u8);
        if (directory < 0)
            return;
        var at = directory + 4 + random.Next(archive.Length - directory - 4 - sizeof(uint));
        if (random.Next(2) == 0)
            at = directory + 4 + random.Next(DirectoryEntryBytes - 4 - sizeof(uint));
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(at), (uint)EdgeNumbers.Next(random));
        else
            archive[at] = (byte)EdgeNumbers.Near(random, archive[at]);
    }

    private static List<Record> Unpack(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        return [.. archive.Entries.Select(entry => new Record(entry.FullName, Content(entry)))];
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Pack(List<Record> records, CompressionLevel compression)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var record in records)
            {
                var entry = archive.CreateEntry(record.Name, compression);
                entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
                using var content = entry.Open();
                content.Write(record.Bytes);
            }
        return stream.ToArray();
    }

    private static List<byte[]> PickleOf(List<Record> archive)
    {
        ReadOnlySpan<byte> pickle = archive.Single(record => record.Name.EndsWith(Pickle, StringComparison.Ordinal)).Bytes;
        return PickleOpcodes.Take(ref pickle);
    }

    private sealed record Record(string Name, byte[] Bytes);
}
