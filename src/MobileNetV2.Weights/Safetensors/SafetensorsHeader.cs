using System.Text.Json;
using System.Text.Unicode;

namespace MobileNets.Weights;

/// <summary>
/// Parses a safetensors header and checks every rule of the format, so that what it returns can be read without
/// further checks.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    private const string Cure = "The file is damaged or was not written by a safetensors library; fetch or write it again.";

    private readonly string _origin;

    private SafetensorsHeader(string origin) => _origin = origin;

    /// <summary>The tensors in the header's order.</summary>
    public List<SafetensorsEntry> Entries { get; } = [];

    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Parses and checks.</summary>
    /// <param name="json">The header, padding included.</param>
    /// <param name="bufferLength">Bytes after the header.</param>
    /// <param name="origin">What to call the file in complaints.</param>
    /// <exception cref="WeightsFormatException">A rule is broken.</exception>
    public static SafetensorsHeader Parse(byte[] json, long bufferLength, string origin)
    {
        var header = new SafetensorsHeader(origin);
        header.ParseJson(json);
        header.CheckLayout(bufferLength);
        return header;
    }

    /// <summary>Joins the tensors with their bytes.</summary>
    /// <param name="data">Fetches an entry's bytes, at most <see cref="Array.MaxLength"/>.</param>
    public StateDict ToStateDict(Func<SafetensorsEntry, ReadOnlyMemory<byte>> data) =>
        new(Entries.Select(entry => new NamedTensor(entry.Name, entry.Type, entry.Shape, data(entry))), Metadata) { Origin = _origin };

    private void ParseJson(byte[] json)
    {
        if (json is not [(byte)'{', ..])
            throw Refuse("offset 8", "expected a header that begins with '{', found another");
        if (!Utf8.IsValid(json))
            throw Refuse("header", "expected UTF-8, found other bytes");
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var (name, value) in Fields("header", document.RootElement))
                if (name == MetadataKey)
                    ParseMetadata(value);
                else
                    Entries.Add(ParseEntry(name, value));
        }
        catch (JsonException exception)
        {
            throw Refuse($"header line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}", "expected JSON, found something else", exception);
        }
        // JsonElement's complaint about an escaped half of a surrogate pair.
        catch (InvalidOperationException exception)
        {
            throw Refuse("header", "expected Unicode text in JSON strings, found half a surrogate pair", exception);
        }
    }

    private void ParseMetadata(JsonElement metadata)
    {
        foreach (var (key, value) in Fields(MetadataKey, metadata))
            Metadata.Add(key, value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw Refuse($"{MetadataKey}.'{key}'", $"expected a string, found {value.ValueKind}"));
    }

    private SafetensorsEntry ParseEntry(string name, JsonElement entry)
    {
        var fields = Fields($"'{name}'", entry).ToDictionary();
        JsonElement Field(string field, JsonValueKind kind) =>
            fields.TryGetValue(field, out var value) && value.ValueKind == kind
                ? value
                : throw Refuse($"'{name}'.{field}", $"expected {kind}, found {(fields.ContainsKey(field) ? value.ValueKind : "nothing")}");

        var typeName = Field("dtype", JsonValueKind.String).GetString()!;
        if (!SafetensorsType.TryParse(typeName, out var type))
            throw new WeightsFormatException(_origin, $"'{name}'.dtype",
                $"expected {string.Join(", ", SafetensorsType.All.Select(known => known.Name))}, found {typeName}",
                "Convert the tensor to F32 before saving it.");

        var shape = Integers($"'{name}'.shape", Field("shape", JsonValueKind.Array));
        var offsets = Integers($"'{name}'.data_offsets", Field("data_offsets", JsonValueKind.Array));
        if (offsets is not [var begin, var end] || end < begin)
            throw Refuse($"'{name}'.data_offsets", $"expected a begin and an end not before it, found [{string.Join(", ", offsets)}]");
        if (!TensorSize.TryGetBytes(shape, type.BytesPerElement(), out var bytes))
            throw Refuse($"'{name}'.shape", $"expected a size below 2^63 bytes, found [{string.Join(", ", shape)}]");
        if (bytes != end - begin)
            throw Refuse($"'{name}'.data_offsets", $"expected {bytes} bytes for {typeName} [{string.Join(", ", shape)}], found {end - begin}");
        if (bytes > Array.MaxLength)
            throw new WeightsFormatException(_origin, $"'{name}'", $"expected at most {Array.MaxLength} bytes a tensor, found {bytes}", "Split the tensor.");
        return new SafetensorsEntry(name, type, shape, begin, end);
    }

    // The tensors cover the buffer from its first byte to its last: nothing twice, nothing left over.
    private void CheckLayout(long bufferLength)
    {
        var expected = 0L;
        foreach (var entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != expected)
                throw Refuse($"'{entry.Name}'.data_offsets",
                    $"expected to begin at {expected}, where the tensor before ends, found a {(entry.Begin > expected ? "hole" : "overlap")} at {entry.Begin}");
            expected = entry.End;
        }
        if (expected != bufferLength)
            throw Refuse("buffer", $"expected {expected} bytes after the header, found {bufferLength}");
    }

    private List<(string Name, JsonElement Value)> Fields(string location, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Refuse(location, $"expected Object, found {element.ValueKind}");
        var fields = new List<(string, JsonElement)>();
        var names = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Refuse(location, $"expected different keys, found '{property.Name}' twice");
            fields.Add((property.Name, property.Value));
        }
        return fields;
    }

    private long[] Integers(string location, JsonElement array)
    {
        var values = new long[array.GetArrayLength()];
        var count = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetUInt64(out var value) || value > long.MaxValue)
                throw Refuse(location, $"expected whole numbers from 0 to 2^63 - 1, found {element.GetRawText()}");
            values[count++] = (long)value;
        }
        return values;
    }

    private WeightsFormatException Refuse(string location, string problem, Exception? inner = null) =>
        new(_origin, location, problem, Cure, inner);
}
