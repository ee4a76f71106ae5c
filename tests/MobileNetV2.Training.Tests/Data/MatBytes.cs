using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MobileNets.Training.Data.Tests;

/// <summary>Builds MATLAB 5 files byte by byte from the format's specification, in either byte order.</summary>
internal sealed class MatBytes(bool littleEndian)
{
    public byte[] File(params byte[][] elements)
        => [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), .. UInt16(0x0100), .. UInt16(0x4D49), .. elements.SelectMany(e => e)];

    public byte[] UInt16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return InOrder(bytes);
    }

    public byte[] UInt32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return InOrder(bytes);
    }

    public byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return InOrder(bytes);
    }

    public byte[] Element(uint type, params byte[] data)
        => [.. UInt32(type), .. UInt32((uint)data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];

    /// <summary>Type and length share a word, the data take the place of the length.</summary>
    public byte[] SmallElement(uint type, params byte[] data)
        => [.. UInt32(((uint)data.Length << 16) | type), .. data, .. new byte[4 - data.Length]];

    public byte[] Array(uint flags, int[] dimensions, string name, params byte[] values) => Element(
        14,
        [
            .. Element(6, [.. UInt32(flags), .. UInt32(0)]),
            .. Element(5, [.. dimensions.SelectMany(d => UInt32((uint)d))]),
            .. name.Length is > 0 and <= 4 ? SmallElement(1, Encoding.ASCII.GetBytes(name)) : Element(1, Encoding.ASCII.GetBytes(name)),
            .. values,
        ]);

    public byte[] Compressed(byte[] element)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(element);
        return [.. UInt32(15), .. UInt32((uint)buffer.Length), .. buffer.ToArray()];
    }

    private byte[] InOrder(byte[] bytes)
    {
        if (!littleEndian)
            System.Array.Reverse(bytes);
        return bytes;
    }
}
