using System.Buffers.Binary;
using System.Collections;
using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// A message in protobuf's wire format (https://protobuf.dev/programming-guides/encoding), as the pieces it is written in.
/// Nested messages and bytes are referred to, not copied: their lengths are known ahead without another copy of the weights.
/// </summary>
internal sealed class ProtobufMessage : IEnumerable<ReadOnlyMemory<byte>>
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthDelimitedType = 2;
    private const int Fixed32Type = 5;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private long _length;

    public void Add(int field, long value) => AddPiece(Varints(Tag(field, VarintType), (ulong)value));

    public void Add(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        AddPiece(Varints(Tag(field, Fixed32Type)));
        AddPiece(bytes);
    }

    public void Add(int field, double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        AddPiece(Varints(Tag(field, Fixed64Type)));
        AddPiece(bytes);
    }

    public void Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public void Add(int field, ReadOnlyMemory<byte> value)
    {
        AddHeader(field, value.Length);
        AddPiece(value);
    }

    public void Add(int field, ProtobufMessage value)
    {
        AddHeader(field, value._length);
        _pieces.AddRange(value._pieces);
        _length += value._length;
    }

    /// <summary>A repeated field of numbers.</summary>
    public void Add(int field, IEnumerable<long> values)
    {
        foreach (var value in values)
            Add(field, value);
    }

    /// <summary>A repeated field of texts.</summary>
    public void Add(int field, IEnumerable<string> values)
    {
        foreach (var value in values)
            Add(field, value);
    }

    /// <summary>A repeated field of messages.</summary>
    public void Add(int field, IEnumerable<ProtobufMessage> values)
    {
        foreach (var value in values)
            Add(field, value);
    }

    public void WriteTo(Stream stream)
    {
        foreach (var piece in _pieces)
            stream.Write(piece.Span);
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => _pieces.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void AddHeader(int field, long length) => AddPiece(Varints(Tag(field, LengthDelimitedType), (ulong)length));

    private void AddPiece(ReadOnlyMemory<byte> piece)
    {
        _pieces.Add(piece);
        _length += piece.Length;
    }

    private static ulong Tag(int field, int wireType) => (ulong)(field << 3 | wireType);

    // Seven bits a byte, the lowest first; all but a number's last byte have the highest bit set.
    private static byte[] Varints(params ReadOnlySpan<ulong> numbers)
    {
        var bytes = new List<byte>();
        foreach (var number in numbers)
        {
            var rest = number;
            for (; rest >= 0x80; rest >>= 7)
                bytes.Add((byte)(rest | 0x80));
            bytes.Add((byte)rest);
        }
        return [.. bytes];
    }
}
