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
            Write(summary, writer, costs: false);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static void Write(NetworkSummary summary, Utf8JsonWriter writer, bool costs)
    {
        writer.WriteStartObject();
        writer.WriteNumber("parameters", summary.Parameters);
        writer.WriteNumber("multAdds", summary.MultAdds);
        writer.WriteNumber("torchinfoMultAdds", summary.TorchinfoMultAdds);
        writer.WriteStartArray("layers");
        foreach (var (row, cost) in summary.Rows.Where(row => row.IsLayer).Zip(summary.Costs.Rows))
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteString("type", row.Type);
            WriteArray(writer, "outputShape", row.OutputShape);
            writer.WriteNumber("parameters", row.Parameters);
            writer.WriteNumber("multAdds", row.MultAdds);
            if (costs)
                WriteCost(writer, cost, summary.BatchSize);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter writer, LayerCost cost, int batchSize)
    {
        var layer = cost.Layer;
        var isConvolution = layer.Kind == LayerKind.Convolution;
        writer.WriteNumber("kernel", layer.Kernel);
        writer.WriteNumber("stride", isConvolution ? layer.Stride : 0);
        writer.WriteNumber("groups", isConvolution ? layer.Groups : 0);
        WriteArray(writer, "inputShape", [batchSize, layer.Input.Channels, layer.Input.Height, layer.Input.Width]);
        writer.WriteNumber("share", cost.Share);
        writer.WriteNumber("activationBytes", cost.ActivationBytes);
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IReadOnlyList<long> dimensions)
    {
        writer.WriteStartArray(name);
        foreach (var dimension in dimensions)
            writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
    }
}
