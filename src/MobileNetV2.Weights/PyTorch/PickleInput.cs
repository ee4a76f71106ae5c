using System.Buffers.Binary;
using System.Text;

namespace MobileNets.Weights;

/// <summary>The bytes of a pickle: never more than a bound, with their offset for complaints.</summary>
internal sealed class PickleInput
{
    /// <summary>A thousand tensors with an optimiser's state take half a megabyte.</summary>
    public const int MaximumBytes = 16 << 20;

    private const int MaximumNameBytes = 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly string _origin;
    private readonly string _place;
    private readonly long _end;
    private long _opcodeOffset;

    /// <summary>Reads from the stream's position.</summary>
    /// <param name="stream">Holds the pickle, and in the older container more after it.</param>
    /// <param name="origin">What to call the file in complaints.</param>
    /// <param name="place">What offsets count in: <c>data.pkl offset</c>.</param>
    public PickleInput(Stream stream, string origin, string place)
    {
        _stream = stream;
        _origin = origin;
        _place = place;
        _end = Math.Min(stream.Length, stream.Position + MaximumBytes);
    }

    private long Remaining => _end - _stream.Position;

    /// <summary>Reads an opcode; complaints until the next one are about it.</summary>
    public PickleOpcode ReadOpcode()
    {
        _opcodeOffset = _stream.Position;
        return (PickleOpcode)ReadByte();
    }

    public byte ReadByte()
    {
        Require(1);
        return (byte)_stream.ReadByte();
    }

    public byte[] ReadBytes(long count)
    {
        Require(count);
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(sizeof(ushort)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    public uint ReadUInt32() => (uint)ReadInt32();

    // The one number that pickles write big-endian.
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(ReadBytes(sizeof(double)));

    /// <summary>
    /// Reads text that may be a name. No name is longer than a kilobyte, so that hashing one stays cheap however often a
    /// pickle uses it; longer text, such as a training log, is passed over and counts as None.
    /// </summary>
    public string? ReadText(long byteCount)
    {
        if (byteCount <= MaximumNameBytes)
            return Decode(ReadBytes(byteCount));
        Require(byteCount);
        _stream.Position += byteCount;
        return null;
    }

    /// <summary>Reads to a line feed, which is not returned.</summary>
    public string ReadLine()
    {
        var line = new List<byte>();
        for (byte value; (value = ReadByte()) != '\n';)
        {
            if (line.Count == MaximumNameBytes)
                throw Refuse($"expected a name of at most {MaximumNameBytes} bytes, found a longer one");
            line.Add(value);
        }
        return Decode([.. line]);
    }

    /// <summary>Passes over a frame's length: frames only help to read ahead.</summary>
    public void SkipFrameLength()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));
        if (length > (ulong)Remaining)
            throw Refuse($"expected a frame of at most {Remaining} bytes, found a length of {length}");
    }

    /// <summary>The complaint about the opcode that is being carried out.</summary>
    public WeightsFormatException Refuse(string problem, string cure = PyTorchCure.FetchAgain, Exception? inner = null) =>
        new(_origin, $"{_place} {_opcodeOffset}", problem, cure, inner);

    private void Require(long count)
    {
        if (count > Remaining)
            throw Refuse($"expected {count} bytes, found {Remaining} before the end or before the {MaximumBytes} bytes that a pickle may have");
    }

    private string Decode(byte[] bytes)
    {
        try
        {
            return s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw Refuse("expected UTF-8 text, found other bytes", inner: exception);
        }
    }
}
