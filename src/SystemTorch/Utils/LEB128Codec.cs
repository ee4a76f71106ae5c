namespace TorchSharp.Utils;

/// <summary>Little-endian base-128 numbers, as TorchSharp's file format writes counts, types and shapes.</summary>
internal static class LEB128Codec
{
    internal static void Encode(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        for (; value >= 0x80; value >>= 7)
            writer.Write((byte)(value | 0x80));
        writer.Write((byte)value);
    }

    internal static long Decode(this BinaryReader reader)
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = reader.ReadByte();
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("A number in the file is longer than 63 bits; this is not a TorchSharp weights file.");
    }
}
