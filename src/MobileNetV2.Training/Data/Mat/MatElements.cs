using System.Buffers.Binary;

namespace MobileNets.Training.Data;

/// <summary>Walks the tagged elements that lie one after another in a stretch of a MATLAB 5 file.</summary>
internal ref struct MatElements
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _littleEndian;
    private readonly string _path;
    private readonly string _origin;
    private int _position;

    /// <param name="bytes">The stretch.</param>
    /// <param name="littleEndian">The file's byte order.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="origin">What offsets count from, for messages.</param>
    public MatElements(ReadOnlySpan<byte> bytes, bool littleEndian, string path, string origin)
    {
        _bytes = bytes;
        _littleEndian = littleEndian;
        _path = path;
        _origin = origin;
    }

    public readonly bool AtEnd => _position >= _bytes.Length;

    /// <summary>Where the next element begins, in words.</summary>
    public readonly string Place => $"offset {_position}{_origin}";

    /// <summary>Reads one element: its type, and its bytes without tag and padding.</summary>
    public MatDataType Next(out ReadOnlySpan<byte> data)
    {
        if (_bytes.Length - _position < 8)
            throw Malformed("an 8-byte element tag");
        var word = ReadUInt32(_bytes[_position..]);

        // A small element keeps its length in the upper half of the type word and up to 4 bytes in place of the length.
        var smallLength = (int)(word >> 16);
        if (smallLength != 0)
        {
            if (smallLength > 4)
                throw Malformed($"a small element of at most 4 bytes, found {smallLength}");
            data = _bytes.Slice(_position + 4, smallLength);
            _position += 8;
            return (MatDataType)(word & 0xFFFF);
        }

        var length = ReadUInt32(_bytes[(_position + 4)..]);
        if (length > _bytes.Length - _position - 8)
            throw Malformed($"{length} bytes of data, found {_bytes.Length - _position - 8}");
        var type = (MatDataType)word;
        data = _bytes.Slice(_position + 8, (int)length);

        // Everything is padded to 8 bytes, save compressed elements; writers may omit the padding at the very end.
        var stored = type == MatDataType.Compressed ? (long)length : (length + 7L) / 8 * 8;
        _position = (int)Math.Min(_position + 8 + stored, _bytes.Length);
        return type;
    }

    /// <summary>Reads one element that must be of a given type.</summary>
    public ReadOnlySpan<byte> Next(MatDataType expected, string what)
    {
        var start = this;
        var type = Next(out var data);
        return type == expected ? data : throw start.Malformed($"{what} as {expected}, found type {(int)type}");
    }

    public readonly uint ReadUInt32(ReadOnlySpan<byte> source) => _littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(source)
        : BinaryPrimitives.ReadUInt32BigEndian(source);

    public readonly DatasetException Malformed(string expected, Exception? cause = null)
        => new(_path, $"malformed at {Place}: expected {expected}", "fetch or generate the file again", cause);
}
