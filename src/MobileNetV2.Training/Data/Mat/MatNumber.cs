using System.Buffers.Binary;

namespace MobileNets.Training.Data;

/// <summary>Single stored numbers of a MATLAB 5 file.</summary>
internal static class MatNumber
{
    /// <summary>Bytes per value, 0 for types that hold no numbers.</summary>
    public static int Width(MatDataType type) => type switch
    {
        MatDataType.Int8 or MatDataType.UInt8 => 1,
        MatDataType.Int16 or MatDataType.UInt16 => 2,
        MatDataType.Int32 or MatDataType.UInt32 or MatDataType.Single => 4,
        MatDataType.Int64 or MatDataType.UInt64 or MatDataType.Double => 8,
        _ => 0,
    };

    /// <summary>Reads one value of either byte order; <paramref name="bytes"/> holds exactly that value.</summary>
    public static double Read(MatDataType type, ReadOnlySpan<byte> bytes, bool littleEndian)
    {
        Span<byte> ordered = stackalloc byte[8];
        ordered = ordered[..bytes.Length];
        bytes.CopyTo(ordered);
        if (!littleEndian)
            ordered.Reverse();
        return type switch
        {
            MatDataType.Int8 => (sbyte)ordered[0],
            MatDataType.UInt8 => ordered[0],
            MatDataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(ordered),
            MatDataType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(ordered),
            MatDataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(ordered),
            MatDataType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(ordered),
            MatDataType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(ordered),
            MatDataType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(ordered),
            MatDataType.Single => BinaryPrimitives.ReadSingleLittleEndian(ordered),
            MatDataType.Double => BinaryPrimitives.ReadDoubleLittleEndian(ordered),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
    }

    /// <summary>The type in which the writer stores a class: the one of the same width.</summary>
    public static MatDataType StorageOf(MatClass numericClass) => numericClass switch
    {
        MatClass.Double => MatDataType.Double,
        MatClass.Single => MatDataType.Single,
        MatClass.Int8 => MatDataType.Int8,
        MatClass.UInt8 => MatDataType.UInt8,
        MatClass.Int16 => MatDataType.Int16,
        MatClass.UInt16 => MatDataType.UInt16,
        MatClass.Int32 => MatDataType.Int32,
        MatClass.UInt32 => MatDataType.UInt32,
        MatClass.Int64 => MatDataType.Int64,
        MatClass.UInt64 => MatDataType.UInt64,
        _ => throw new ArgumentOutOfRangeException(nameof(numericClass), numericClass, null),
    };

    /// <summary>Writes one value little-endian; <paramref name="destination"/> has exactly its width.</summary>
    /// <exception cref="OverflowException">The value does not fit the type.</exception>
    public static void Write(MatDataType type, double value, Span<byte> destination)
    {
        if (type == MatDataType.Double)
            BinaryPrimitives.WriteDoubleLittleEndian(destination, value);
        else if (type == MatDataType.Single)
            BinaryPrimitives.WriteSingleLittleEndian(destination, (float)value);
        else
            WriteInteger(type, value, destination);
    }

    private static void WriteInteger(MatDataType type, double value, Span<byte> destination)
    {
        var bits = type switch
        {
            MatDataType.Int8 => checked((sbyte)value),
            MatDataType.UInt8 => checked((byte)value),
            MatDataType.Int16 => checked((short)value),
            MatDataType.UInt16 => checked((ushort)value),
            MatDataType.Int32 => checked((int)value),
            MatDataType.UInt32 => checked((uint)value),
            MatDataType.Int64 => checked((long)value),
            _ => unchecked((long)checked((ulong)value)),
        };
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, bits);
        all[..destination.Length].CopyTo(destination);
    }
}
