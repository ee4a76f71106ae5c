using System.Text;
using System.Text.Json;

namespace MobileNets.Architecture;

/// <summary>A summary as JSON, written field by field: no reflection, so it survives trimming and native compilation.</summary>
internal static class SummaryJson
{
    public static string ToJson(NetworkSummary summary)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            Write(summary, writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static void Write(NetworkSummary summary, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("parameters", summary.Parameters);
        writer.WriteNumber("multAdds", summary.MultAdds);
        writer.WriteNumber("torchinfoMultAdds", summary.TorchinfoMultAdds);
        writer.WriteStartArray("layers");
        foreach (var row in summary.Rows.Where(row => row.IsLayer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteString("type", row.Type);
            writer.WriteStartArray("outputShape");
            foreach (var dimension in row.OutputShape)
                writer.WriteNumberValue(dimension);
            writer.WriteEndArray();
            writer.WriteNumber("parameters", row.Parameters);
            writer.WriteNumber("multAdds", row.MultAdds);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
