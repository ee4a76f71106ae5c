using System.Text;
using System.Text.Unicode;
using MobileNets.Weights.Fuzz.Mutation;

namespace MobileNets.Weights.Fuzz.Targets;

/// <summary>Numbers, names and data are changed, entries repeated, left out and put in another order.</summary>
internal sealed class TorchSharpTarget() : FuzzTarget("dat", [.. Samples.Select(Bytes)])
{
    private const int MaximumChanges = 3;

    private static readonly StateDict[] Samples =
    [
        .. SampleWeights.All,
        TorchSharpFile.Read(new MemoryStream(RealFile.Bytes("torchsharp-net.dat"))),
    ];

    private static readonly byte[][] Names = [[], [.. "a"u8], [.. "größe"u8], [0xFF], [0xED, 0xA0, 0x80], [0xC1, 0xA1], [0, 10]];

    // torch.ScalarType.
    private static readonly (TensorElementType Type, byte Number)[] Types =
    [
        (TensorElementType.UInt8, 0), (TensorElementType.Int8, 1), (TensorElementType.Int16, 2), (TensorElementType.Int32, 3), (TensorElementType.Int64, 4),
        (TensorElementType.Float16, 5), (TensorElementType.Float32, 6), (TensorElementType.Float64, 7), (TensorElementType.Bool, 11),
        (TensorElementType.BFloat16, 15),
    ];

    public override bool PassesOuterLayer(byte[] input)
    {
        try
        {
            var reader = new BinaryReader(new MemoryStream(input));
            if (reader.Read7BitEncodedInt64() is var count and < 1)
                return count == 0;
            var nameLength = reader.Read7BitEncodedInt();
            if (nameLength > input.Length)
                return false;
            var name = reader.ReadBytes(nameLength);
            var number = reader.Read7BitEncodedInt64();
            var type = Array.FindIndex(Types, known => known.Number == number);
            var rank = reader.Read7BitEncodedInt();
            if (type < 0 || rank < 0 || !Utf8.IsValid(name))
                return false;
            var bytes = (Int128)Types[type].Type.BytesPerElement();
            for (var i = 0; i < rank; i++)
                bytes = checked(bytes * reader.Read7BitEncodedInt64());
            return bytes >= 0 && bytes <= input.Length - reader.BaseStream.Position;
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or ArithmeticException)
        {
            return false;
        }
    }

    public override void Read(byte[] input)
    {
        var weights = TorchSharpFile.Read(new MemoryStream(input));
        Oracle.Check(weights);
        if (!Bytes(weights).AsSpan().SequenceEqual(input))
            throw new InvalidOperationException("The file is not written back byte for byte.");
    }

    protected override byte[] MutateFormat(Random random, int chosen)
    {
        var entries = Samples[chosen].Select(tensor => new Entry(tensor)).ToList();
        var surplus = 0L;
        for (var changes = random.Next(1, MaximumChanges + 1); changes > 0; changes--)
            if (entries.Count == 0 || random.Next(8) == 0)
                surplus = EdgeNumbers.Near(random, surplus);
            else
                Change(random, entries, random.Next(entries.Count));

        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt64(unchecked(entries.Count + surplus));
        foreach (var entry in entries)
            entry.Write(writer, overlong: random.Next(64) == 0);
        return stream.ToArray();
    }

    private static void Change(Random random, List<Entry> entries, int at)
    {
        var entry = entries[at];
        switch (random.Next(9))
        {
            case 0:
                entry.Name = Names[random.Next(Names.Length)];
                break;
            case 1:
                entry.NameLength = EdgeNumbers.Near(random, entry.NameLength);
                break;
            case 2:
                entry.Type = random.Next(2) == 0 ? EdgeNumbers.Near(random, entry.Type) : Types[random.Next(Types.Length)].Number;
                break;
            case 3:
                entry.Rank = EdgeNumbers.Near(random, entry.Rank);
                break;
            case 4 when entry.Shape.Length > 0:
                ref var dimension = ref entry.Shape[random.Next(entry.Shape.Length)];
                dimension = EdgeNumbers.Near(random, dimension);
                break;
            case 5:
                random.Shuffle(entry.Shape);
                random.NextBytes(entry.Data);
                break;
            case 6:
                entry.Data = new byte[EdgeNumbers.Near(random, entry.Data.Length) & 0xFF];
                break;
            case 7:
                entries.RemoveAt(at);
                break;
            case 8:
                entries.Insert(random.Next(entries.Count), entry);
                break;
        }
    }

    private static byte[] Bytes(StateDict weights)
    {
        var stream = new MemoryStream();
        TorchSharpFile.Write(stream, weights);
        return stream.ToArray();
    }

    /// <summary>One tensor as the file has it, right or wrong.</summary>
    private sealed class Entry(NamedTensor tensor)
    {
        private byte[] _name = Encoding.UTF8.GetBytes(tensor.Name);

        public byte[] Name
        {
            set => (_name, NameLength) = (value, value.Length);
        }

        public long NameLength { get; set; } = Encoding.UTF8.GetByteCount(tensor.Name);

        public long Type { get; set; } = Array.Find(Types, known => known.Type == tensor.ElementType).Number;

        public long Rank { get; set; } = tensor.Shape.Count;

        public long[] Shape { get; } = [.. tensor.Shape];

        public byte[] Data { get; set; } = tensor.Data.ToArray();

        public void Write(BinaryWriter writer, bool overlong)
        {
            writer.Write7BitEncodedInt64(NameLength);
            writer.Write(_name);
            if (overlong)
                writer.Write([(byte)(Type | 0x80), (byte)0]);
            else
                writer.Write7BitEncodedInt64(Type);
            writer.Write7BitEncodedInt64(Rank);
            foreach (var dimension in Shape)
                writer.Write7BitEncodedInt64(dimension);
            writer.Write(Data);
        }
    }
}
