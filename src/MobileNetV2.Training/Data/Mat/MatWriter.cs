using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MobileNets.Training.Data;

/// <summary>Lays out matrices as the bytes of a little-endian, compressed MATLAB 5 file.</summary>
internal static class MatWriter
{
    private const int HeaderTextLength = 116;
    private const string HeaderText = "MATLAB 5.0 MAT-file, written by MobileNetV2 for .NET";

    public static byte[] Write(IEnumerable<KeyValuePair<string, MatMatrix>> matrices)
    {
        using var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes(HeaderText.PadRight(HeaderTextLength)));
        file.Write(new byte[8]); // no subsystem data
        file.Write([0x00, 0x01, (byte)'I', (byte)'M']); // version 0x0100, little-endian
        foreach (var (name, matrix) in matrices)
        {
            using var compressed = new MemoryStream();
            using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
                WriteElement(zlib, MatDataType.Matrix, Array(name, matrix));

            // Compressed elements alone are not padded.
            WriteTag(file, MatDataType.Compressed, (int)compressed.Length);
            compressed.WriteTo(file);
        }

        return file.ToArray();
    }

    private static byte[] Array(string name, MatMatrix matrix)
    {
        if (name.Length == 0 || !Ascii.IsValid(name))
            throw new ArgumentException($"'{name}' cannot name a MATLAB variable: ASCII letters are needed.", nameof(name));

        using var array = new MemoryStream();
        var flags = new byte[8];
        flags[0] = (byte)matrix.Class;
        WriteElement(array, MatDataType.UInt32, flags);
        WriteElement(array, MatDataType.Int32, Numbers(MatDataType.Int32, [.. matrix.Dimensions.Select(d => (double)d)], name));
        WriteElement(array, MatDataType.Int8, Encoding.ASCII.GetBytes(name));
        var storage = MatNumber.StorageOf(matrix.Class);
        WriteElement(array, storage, Numbers(storage, matrix.Values, name));
        return array.ToArray();
    }

    private static byte[] Numbers(MatDataType type, double[] values, string name)
    {
        var width = MatNumber.Width(type);
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                MatNumber.Write(type, values[i], bytes.AsSpan(i * width, width));
            }
            catch (OverflowException e)
            {
                throw new ArgumentException($"'{name}': {values[i]} at {i} does not fit {type}.", nameof(values), e);
            }
        }

        return bytes;
    }

    private static void WriteElement(Stream stream, MatDataType type, ReadOnlySpan<byte> data)
    {
        WriteTag(stream, type, data.Length);
        stream.Write(data);
        Span<byte> padding = stackalloc byte[7];
        padding.Clear();
        stream.Write(padding[..((8 - (data.Length % 8)) % 8)]);
    }

    private static void WriteTag(Stream stream, MatDataType type, int length)
    {
        Span<byte> tag = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tag, (int)type);
        BinaryPrimitives.WriteInt32LittleEndian(tag[4..], length);
        stream.Write(tag);
    }
}
