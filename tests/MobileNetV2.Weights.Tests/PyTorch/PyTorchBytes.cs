using System.Buffers.Binary;
using System.IO.Compression;

namespace MobileNets.Weights.Tests;

/// <summary>The two containers of PyTorch, around any pickle.</summary>
internal static class PyTorchBytes
{
    /// <summary>A zip archive of records; torch.save stores them without compression.</summary>
    public static byte[] Zip(params (string Name, byte[] Bytes)[] records) => Zip(CompressionLevel.NoCompression, records);

    public static byte[] Zip(CompressionLevel compression, params (string Name, byte[] Bytes)[] records)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in records)
            {
                using var record = archive.CreateEntry(name, compression).Open();
                record.Write(bytes);
            }
        return stream.ToArray();
    }

    /// <summary>A zip container with a pickle and storage '0' of four floats 1, 2, 3, 4.</summary>
    public static byte[] Zip(PickleBytes pickle) => Zip(("net/data.pkl", pickle.Bytes), ("net/data/0", FourFloats), ("net/version", "3\n"u8.ToArray()));

    /// <summary>The older container; the storages are written as their keys' list says.</summary>
    public static byte[] Legacy(PickleBytes pickle, PickleBytes keys, params byte[][] storages) =>
        [.. Magic, .. Protocol(1001), .. Machine(littleEndian: true), .. pickle.Bytes, .. keys.Bytes, .. storages.SelectMany(storage => storage)];

    public static byte[] Magic => PickleBytes.Start.Raw(0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19).Stop().Bytes;

    public static byte[] Protocol(long version) => PickleBytes.Start.Int(version).Stop().Bytes;

    public static byte[] Machine(bool littleEndian) =>
        PickleBytes.Start.Dict(("little_endian", PickleBytes.Part.Raw(littleEndian ? (byte)0x88 : (byte)0x89))).Stop().Bytes;

    public static PickleBytes Keys(params string[] keys)
    {
        var list = PickleBytes.Start.Op(']').Op('(');
        foreach (var key in keys)
            list.Text(key);
        return list.Op('e').Stop();
    }

    public static byte[] Storage(long count, byte[] elements)
    {
        var bytes = new byte[sizeof(long) + elements.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        elements.CopyTo(bytes, sizeof(long));
        return bytes;
    }

    public static byte[] FourFloats => [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40];
}
