using System.Buffers.Binary;
using System.Text;
using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>The header's dictionary, its length, the version and the data's length are changed.</summary>
internal sealed class NumpyTarget() : FuzzTarget("npy", [.. Samples.Select(sample => Bytes(sample.Dictionary, new byte[sample.DataBytes], 1))])
{
    private const int MaximumShift = 9;

    private static readonly (string Dictionary, int DataBytes)[] Samples =
    [
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 12),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3, 2, 2), }", 96),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 5), }", 0),
        ("{\"shape\":(2,2),\"fortran_order\":False,\"descr\":\"<f4\"}", 16),
    ];

    private static readonly string[] Words =
    [
        "'descr'", "'fortran_order'", "'shape'", "'<f4'", "'<f8'", "'>f4'", "'<f2'", "'|b1'", "''", "'", "True", "False", "None", "()", "(,)", "(2,)",
        "[2]", "[('x', '<f4')]", "(-1,)", "(9223372036854775807,)", "(9223372036854775808,)", "(4294967296, 4294967296)", "1.0", "2L", "{}",
    ];

    private static readonly TokenText[] Dictionaries = [.. Samples.Select(sample => new TokenText(sample.Dictionary, Words))];

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public override bool PassesOuterLayer(byte[] input)
    {
        var start = Magic.Length + 2;
        return input.AsSpan().StartsWith(Magic) && input.Length >= start + sizeof(uint) && (input[6], input[7]) switch
        {
            (1, 0) => BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(start)) <= input.Length - start - sizeof(ushort),
            (2, 0) => BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(start)) <= input.Length - start - sizeof(uint),
            _ => false,
        };
    }

    public override void Read(byte[] input)
    {
        var array = NumpyFile.Read(new MemoryStream(input));
        if (array.Shape.Aggregate((Int128)1, (product, dimension) => checked(product * dimension)) != array.Values.Length)
            throw new InvalidOperationException($"[{string.Join(", ", array.Shape)}] has {array.Values.Length} values.");
        var copy = new MemoryStream();
        NumpyFile.Write(copy, array.Shape, array.Values);
        copy.Position = 0;
        if (!NumpyFile.Read(copy).Values.Select(BitConverter.SingleToInt32Bits).SequenceEqual(array.Values.Select(BitConverter.SingleToInt32Bits)))
            throw new InvalidOperationException("The values are not read back as they were written.");
    }

    protected override byte[] MutateFormat(Random random, int chosen)
    {
        var dataBytes = Samples[chosen].DataBytes;
        var data = new byte[random.Next(4) == 0 ? Math.Max(0, dataBytes + random.Next(-MaximumShift, MaximumShift)) : dataBytes];
        random.NextBytes(data);
        var bytes = Bytes(Dictionaries[chosen].Mutate(random), data, random.Next(2) + 1);
        if (random.Next(16) == 0)
            bytes[random.Next(Magic.Length, Magic.Length + 4)] = (byte)EdgeNumbers.Next(random);
        return bytes;
    }

    private static byte[] Bytes(string dictionary, byte[] data, int version)
    {
        var header = Encoding.Latin1.GetBytes(dictionary + "\n");
        var length = new byte[version == 1 ? sizeof(ushort) : sizeof(uint)];
        length[0] = (byte)header.Length;
        length[1] = (byte)(header.Length >> 8);
        return [.. Magic, (byte)version, 0, .. length, .. header, .. data];
    }
}
