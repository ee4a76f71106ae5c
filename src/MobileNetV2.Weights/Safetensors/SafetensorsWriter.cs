using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MobileNets.Weights;

/// <summary>Lays a state dict out in the safetensors format.</summary>
internal static class SafetensorsWriter
{
    // The buffer begins at a multiple of the largest element.
    private const int Alignment = 8;

    public static void Write(Stream stream, StateDict weights)
    {
        // The format allows no padding between tensors. With the larger elements first each tensor is aligned all the
        // same; the header keeps the state dict's order.
        var stored = weights.OrderByDescending(tensor => tensor.ElementType.BytesPerElement()).ToList();
        var header = Header(weights, Offsets(stored));
        var padding = (Alignment - header.Length % Alignment) % Alignment;

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(header.Length + padding));
        stream.Write(length);
        stream.Write(header);
        for (var i = 0; i < padding; i++)
            stream.WriteByte((byte)' ');
        foreach (var tensor in stored)
            stream.Write(tensor.Data.Span);
    }

    private static Dictionary<string, (long Begin, long End)> Offsets(List<NamedTensor> stored)
    {
        var offsets = new Dictionary<string, (long, long)>();
        var end = 0L;
        foreach (var tensor in stored)
        {
            var begin = end;
            end += tensor.Data.Length;
            offsets.Add(tensor.Name, (begin, end));
        }
        return offsets;
    }

    private static byte[] Header(StateDict weights, Dictionary<string, (long Begin, long End)> offsets)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, weights.Metadata);
            foreach (var tensor in weights)
                WriteEntry(json, tensor, offsets[tensor.Name]);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        // A dictionary has no order of its own; equal weights must give equal bytes.
        foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedTensor tensor, (long Begin, long End) offsets)
    {
        if (tensor.Name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"A tensor cannot be named '{SafetensorsHeader.MetadataKey}' in a safetensors file.");
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsType.NameOf(tensor.ElementType));
        json.WriteStartArray("shape");
        foreach (var dimension in tensor.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offsets.Begin);
        json.WriteNumberValue(offsets.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
