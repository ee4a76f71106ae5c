using System.Buffers.Binary;
using System.Text;

namespace MobileNets.Weights.Tests;

/// <summary>Pickles put together opcode by opcode, after CPython's pickletools.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>A pickle that declares protocol 2.</summary>
    public static PickleBytes Start => new PickleBytes().Raw(0x80, 2);

    /// <summary>What other pickles are made of: no protocol, no end.</summary>
    public static PickleBytes Part => new();

    public byte[] Bytes => [.. _bytes];

    public PickleBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Op(char opcode) => Raw((byte)opcode);

    public PickleBytes Add(PickleBytes part) => Raw(part.Bytes);

    public PickleBytes Repeat(int count, params byte[] bytes)
    {
        for (var i = 0; i < count; i++)
            _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X').UInt32((uint)utf8.Length).Raw(utf8);
    }

    // As Python does: one byte, four bytes, or LONG1.
    public PickleBytes Int(long value) => value switch
    {
        >= 0 and < 256 => Op('K').Raw((byte)value),
        >= int.MinValue and <= int.MaxValue => Op('J').UInt32((uint)value),
        _ => Raw(0x8A, 8).UInt64((ulong)value),
    };

    public PickleBytes UInt32(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public PickleBytes UInt64(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public PickleBytes Global(string module, string name) => Op('c').Raw(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public PickleBytes Tuple(params PickleBytes[] items)
    {
        Op('(');
        foreach (var item in items)
            Add(item);
        return Op('t');
    }

    public PickleBytes Ints(params long[] values) => Tuple([.. values.Select(value => Part.Int(value))]);

    public PickleBytes Dict(params (string Key, PickleBytes Value)[] entries)
    {
        Op('}').Op('(');
        foreach (var (key, value) in entries)
            Text(key).Add(value);
        return Op('u');
    }

    /// <summary>A storage's persistent id; the older container has one item more in it.</summary>
    public PickleBytes Storage(string type = "FloatStorage", string key = "0", long count = 4, PickleBytes? view = null)
    {
        PickleBytes[] parts = [Part.Text("storage"), Part.Global("torch", type), Part.Text(key), Part.Text("cpu"), Part.Int(count)];
        return Tuple(view is null ? parts : [.. parts, view]).Op('Q');
    }

    public PickleBytes Tensor(PickleBytes storage, long offset, long[] shape, long[] strides) => Global("torch._utils", "_rebuild_tensor_v2")
        .Tuple(storage, Part.Int(offset), Part.Ints(shape), Part.Ints(strides), Part.Raw(0x89), Part.Global("collections", "OrderedDict").Op(')').Op('R'))
        .Op('R');

    public PickleBytes Stop() => Op('.');
}
