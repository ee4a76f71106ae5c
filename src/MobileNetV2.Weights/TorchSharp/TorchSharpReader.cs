using System.Text;
using System.Text.Unicode;

namespace MobileNets.Weights;

/// <summary>Reads a TorchSharp file to its end. What it keeps is bounded by what the stream holds, whatever that claims.</summary>
internal sealed class TorchSharpReader(Stream stream, string origin)
{
    // 9 × 7 = 63: the numbers are never negative.
    private const int MaximumNumberBytes = 9;

    // As many as libtorch's operators take.
    private const int MaximumRank = 64;

    private const string Cure = "The file is damaged or was not written by TorchSharp's Module.save; fetch or write it again.";

    private readonly HashSet<string> _names = [];

    private long Left => stream.Length - stream.Position;

    public StateDict Read()
    {
        var count = ReadNumber("the number of entries");
        var tensors = new List<NamedTensor>();
        for (var i = 0L; i < count; i++)
            tensors.Add(Left > 0 ? ReadEntry() : throw Refuse(stream.Position, $"expected {count} entries, found the end of the file after {i}"));
        if (Left > 0)
            throw Refuse(stream.Position, $"expected the end after {count} entries, found {Left} bytes more");
        return new StateDict(tensors) { Origin = origin };
    }

    private NamedTensor ReadEntry()
    {
        var name = ReadName();
        var type = ReadType(name);
        var start = stream.Position;
        var rank = ReadNumber("a rank");
        if (rank > MaximumRank)
            throw Refuse(start, $"expected at most {MaximumRank} dimensions, found {rank} for '{name}'");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++)
            shape[i] = ReadNumber("a dimension");

        var limit = Math.Min(Left, Array.MaxLength);
        if (!TensorSize.TryGetBytes(shape, type.BytesPerElement(), out var bytes) || bytes > limit)
            throw Refuse(start, $"expected a shape that takes at most {limit} bytes, found {type} [{string.Join(", ", shape)}] for '{name}'");
        return new NamedTensor(name, type, shape, StreamReading.ReadBytes(stream, (int)bytes, origin, $"'{name}'"));
    }

    private string ReadName()
    {
        var start = stream.Position;
        var length = ReadNumber("the length of a name");
        if (length > Math.Min(Left, int.MaxValue))
            throw Refuse(start, $"expected a name of at most {Left} bytes, found a length of {length}");
        var utf8 = StreamReading.ReadBytes(stream, (int)length, origin, "a name");
        if (!Utf8.IsValid(utf8))
            throw Refuse(start, $"expected a name in UTF-8, found other bytes");
        var name = Encoding.UTF8.GetString(utf8);
        return _names.Add(name) ? name : throw Refuse(start, $"expected different names, found '{name}' twice");
    }

    private TensorElementType ReadType(string name)
    {
        var start = stream.Position;
        var number = ReadNumber("an element type");
        if (TorchSharpType.TryParse(number, out var type))
            return type;
        var known = string.Join(", ", TorchSharpType.All.Select(entry => $"{entry.Number} ({entry.Type})"));
        throw new WeightsFormatException(origin, $"offset {start}", $"expected one of the element types {known}, found {number} for '{name}'",
            "Convert the tensor to Float32 before saving it.");
    }

    // Unsigned LEB128 in as few bytes as the number takes: what TorchSharp writes.
    private long ReadNumber(string what)
    {
        var start = stream.Position;
        var value = 0L;
        for (var i = 0; i < MaximumNumberBytes; i++)
        {
            var next = stream.ReadByte();
            if (next < 0)
                throw Refuse(start, $"expected {what}, found the end of the file");
            value |= (long)(next & 0x7F) << (7 * i);
            if (next == 0 && i > 0)
                throw Refuse(start, $"expected {what} in LEB128, found zeros that say nothing");
            if (next < 0x80)
                return value;
        }
        throw Refuse(start, $"expected {what} below 2^63 in LEB128, found more than {MaximumNumberBytes} bytes");
    }

    private WeightsFormatException Refuse(long offset, string problem) => new(origin, $"offset {offset}", problem, Cure);
}
