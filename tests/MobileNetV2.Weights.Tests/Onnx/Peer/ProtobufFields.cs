using System.Buffers.Binary;
using System.Text;

namespace MobileNets.Weights.Tests;

/// <summary>A protobuf message taken apart by the encoding's description, not by our writer: values by field number.</summary>
internal sealed class ProtobufFields
{
    private readonly Dictionary<int, List<object>> _values = [];

    public ProtobufFields(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = Varint(ref bytes);
            var field = (int)(tag >> 3);
            if (!_values.TryGetValue(field, out var values))
                _values.Add(field, values = []);
            values.Add((tag & 7) switch
            {
                0 => (long)Varint(ref bytes),
                2 => Take(ref bytes, (int)Varint(ref bytes)),
                5 => BinaryPrimitives.ReadSingleLittleEndian(Take(ref bytes, 4)),
                var type => throw new InvalidDataException($"Field {field} has wire type {type}."),
            });
        }
    }

    public IReadOnlyCollection<int> Numbers => _values.Keys;

    public IEnumerable<long> Integers(int field) => All<long>(field);

    public IEnumerable<string> Texts(int field) => All<byte[]>(field).Select(Encoding.UTF8.GetString);

    public IEnumerable<ProtobufFields> Messages(int field) => All<byte[]>(field).Select(bytes => new ProtobufFields(bytes));

    public long Integer(int field) => Integers(field).Single();

    public float Single(int field) => All<float>(field).Single();

    public string Text(int field) => Texts(field).Single();

    public byte[] Bytes(int field) => All<byte[]>(field).Single();

    public ProtobufFields Message(int field) => Messages(field).Single();

    private IEnumerable<T> All<T>(int field) => _values.TryGetValue(field, out var values) ? values.Cast<T>() : [];

    private static byte[] Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count].ToArray();
        bytes = bytes[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }
}
