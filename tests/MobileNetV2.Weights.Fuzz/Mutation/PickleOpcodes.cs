using System.Buffers.Binary;

namespace MobileNets.Weights.Fuzz.Mutation;

/// <summary>A pickle as its opcodes, each with its argument (CPython, <c>Lib/pickletools.py</c>), and ways to change them.</summary>
internal static class PickleOpcodes
{
    private const int MaximumChanges = 3;
    private const byte Stop = (byte)'.';

    private static readonly byte[][] Interesting =
    [
        .. "().NRQ]}aetus012bo"u8.ToArray().Select(opcode => new[] { opcode }),
        [0x81], [0x85], [0x86], [0x87], [0x88], [0x89], [0x92], [0x93], [0x94], [0x97], [0x98],
        [.. "K\0"u8], [.. "K\x03"u8], [.. "M\xFF\xFF"u8], [.. "J"u8, 0xFF, 0xFF, 0xFF, 0xFF], [.. "J"u8, 0xFF, 0xFF, 0xFF, 0x7F], [.. "G"u8, .. new byte[8]],
        [0x8A, 0], [0x8A, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0x80, 0], [0x8B, 0xFF, 0xFF, 0xFF, 0x7F],
        [.. "X"u8, 0xFF, 0xFF, 0xFF, 0xFF], [.. "X\0\0\0\0"u8], [0x8C, 0], [0x8C, 1, 0xFF], [0x95, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [.. "h\0"u8], [.. "j"u8, 0xFF, 0xFF, 0xFF, 0xFF], [.. "q\0"u8], [.. "r"u8, 0xFF, 0xFF, 0xFF, 0xFF], [.. "Pid\n"u8], [.. "ios\nsystem\n"u8],
        [.. "cos\nsystem\n"u8], [.. "cbuiltins\neval\n"u8], [.. "ctorch\nSize\n"u8], [.. "ctorch\nDoubleStorage\n"u8], [.. "ctorch\nByteStorage\n"u8],
        [.. "ccollections\nOrderedDict\n"u8], [.. "ctorch._utils\n_rebuild_tensor_v2\n"u8], [.. "ctorch._utils\n_rebuild_parameter\n"u8],
    ];

    /// <summary>Takes one pickle off the front.</summary>
    public static List<byte[]> Take(ref ReadOnlySpan<byte> bytes)
    {
        var opcodes = new List<byte[]>();
        while (opcodes.Count == 0 || opcodes[^1][0] != Stop)
        {
            opcodes.Add(bytes[..Length(bytes)].ToArray());
            bytes = bytes[opcodes[^1].Length..];
        }
        return opcodes;
    }

    public static byte[] Mutate(Random random, IReadOnlyList<byte[]> original)
    {
        var opcodes = original.ToList();
        for (var changes = random.Next(1, MaximumChanges + 1); changes > 0 && opcodes.Count > 0; changes--)
            Change(random, opcodes, random.Next(opcodes.Count));
        return [.. opcodes.SelectMany(opcode => opcode)];
    }

    private static void Change(Random random, List<byte[]> opcodes, int at)
    {
        switch (random.Next(9))
        {
            case 0:
                opcodes.RemoveAt(at);
                break;
            case 1:
                opcodes.Insert(at, opcodes[random.Next(opcodes.Count)]);
                break;
            case 2:
                opcodes.Insert(at, Interesting[random.Next(Interesting.Length)]);
                break;
            case 3:
                opcodes[at] = Interesting[random.Next(Interesting.Length)];
                break;
            case 4:
                opcodes[at] = opcodes[random.Next(opcodes.Count)];
                break;
            case 5:
                var end = at + random.Next(1, Math.Min(40, opcodes.Count - at) + 1);
                opcodes.InsertRange(random.Next(opcodes.Count), opcodes[at..end]);
                break;
            // Integers are sizes, strides, offsets, counts of elements and places in the memo; of texts, names and storages' keys.
            case 6 or 7 when Next(opcodes, at, "KMJ\x8A"u8) is { } number:
                opcodes[number] = Integer(EdgeNumbers.Near(random, Value(opcodes[number])));
                break;
            case 8 when Next(opcodes, at, "XU\x8C"u8) is { } text && Next(opcodes, random.Next(opcodes.Count), "XU\x8C"u8) is { } other:
                opcodes[text] = opcodes[other];
                break;
        }
    }

    // The next opcode, at or after a place, that is one of some.
    private static int? Next(List<byte[]> opcodes, int at, ReadOnlySpan<byte> wanted)
    {
        for (var i = 0; i < opcodes.Count; i++)
            if (wanted.Contains(opcodes[(at + i) % opcodes.Count][0]))
                return (at + i) % opcodes.Count;
        return null;
    }

    private static long Value(byte[] opcode) => opcode switch
    {
        [(byte)'K', var value] => value,
        [(byte)'M', ..] => BinaryPrimitives.ReadUInt16LittleEndian(opcode.AsSpan(1)),
        [(byte)'J', ..] => BinaryPrimitives.ReadInt32LittleEndian(opcode.AsSpan(1)),
        _ => 0,
    };

    private static byte[] Integer(long value) => value switch
    {
        >= 0 and <= byte.MaxValue => [(byte)'K', (byte)value],
        >= int.MinValue and <= int.MaxValue => [(byte)'J', .. BitConverter.GetBytes((int)value)],
        _ => [0x8A, sizeof(long), .. BitConverter.GetBytes(value)],
    };

    private static int Length(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        (byte)'K' or (byte)'h' or (byte)'q' or 0x80 => 2,
        (byte)'M' => 3,
        (byte)'J' or (byte)'j' or (byte)'r' => 5,
        (byte)'G' or 0x95 => 9,
        (byte)'U' or 0x8A or 0x8C => 2 + bytes[1],
        (byte)'X' => 5 + BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]),
        (byte)'c' => Lines(bytes),
        _ => 1,
    };

    private static int Lines(ReadOnlySpan<byte> bytes)
    {
        var module = bytes.IndexOf((byte)'\n') + 1;
        return module + bytes[module..].IndexOf((byte)'\n') + 1;
    }
}
