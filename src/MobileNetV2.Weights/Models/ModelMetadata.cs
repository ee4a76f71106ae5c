using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MobileNets.Weights;

/// <summary>The keys of a <see cref="ModelDescription"/> in a file's metadata, and their texts.</summary>
internal sealed class ModelMetadata(IReadOnlyDictionary<string, string> metadata, string origin)
{
    public const string Architecture = Prefix + "architecture";
    public const string WidthMultiplier = Prefix + "width_multiplier";
    public const string Classes = Prefix + "classes";
    public const string Labels = Prefix + "labels";
    public const string InputSize = Prefix + "input_size";
    public const string ResizeSize = Prefix + "resize_size";
    public const string TrainingSummary = Prefix + "training";

    private const string Prefix = "mobilenetv2.";
    private const string Cure = "Write the file again, or remove this program's metadata from it.";

    public static Dictionary<string, string> Write(ModelDescription description)
    {
        var metadata = new Dictionary<string, string>
        {
            [Architecture] = ModelDescription.ArchitectureName,
            [WidthMultiplier] = description.WidthMultiplier.ToString("R", CultureInfo.InvariantCulture),
            [Classes] = description.Classes.ToString(CultureInfo.InvariantCulture),
            [InputSize] = description.InputSize.ToString(CultureInfo.InvariantCulture),
            [ResizeSize] = description.ResizeSize.ToString(CultureInfo.InvariantCulture),
        };
        if (description.Labels is not null)
            metadata[Labels] = WriteStrings(description.Labels);
        if (description.TrainingSummary is not null)
            metadata[TrainingSummary] = description.TrainingSummary;
        return metadata;
    }

    public ModelDescription? Read()
    {
        if (!metadata.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
            return null;
        if (Text(Architecture) is var architecture && architecture != ModelDescription.ArchitectureName)
            throw Refuse(Architecture, $"expected {ModelDescription.ArchitectureName}, found '{architecture}'");

        var description = new ModelDescription
        {
            WidthMultiplier = Number(),
            Classes = Integer(Classes),
            InputSize = Integer(InputSize),
            ResizeSize = Integer(ResizeSize),
            Labels = metadata.TryGetValue(Labels, out var labels) ? Strings(Labels, labels) : null,
            TrainingSummary = metadata.GetValueOrDefault(TrainingSummary),
        };
        return description.Fault() is { } fault ? throw Refuse(fault.Key, fault.Problem) : description;
    }

    private static string WriteStrings(IReadOnlyList<string> strings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var text in strings)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private string Text(string key) =>
        metadata.TryGetValue(key, out var text) ? text : throw Refuse(key, "expected a text, found nothing");

    private double Number() =>
        double.TryParse(Text(WidthMultiplier), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(WidthMultiplier, $"expected a number, found '{Text(WidthMultiplier)}'");

    private int Integer(string key) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(key, $"expected a whole number, found '{Text(key)}'");

    private string[] Strings(string key, string text)
    {
        const string problem = "expected a JSON array of strings, found something else";
        try
        {
            using var document = JsonDocument.Parse(text);
            var array = document.RootElement;
            return array.ValueKind == JsonValueKind.Array && array.EnumerateArray().All(element => element.ValueKind == JsonValueKind.String)
                ? [.. array.EnumerateArray().Select(element => element.GetString()!)]
                : throw Refuse(key, problem);
        }
        // The latter is JsonElement's complaint about an escaped half of a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refuse(key, problem, exception);
        }
    }

    private WeightsFormatException Refuse(string key, string problem, Exception? inner = null) =>
        new(origin, $"metadata '{key}'", problem, Cure, inner);
}
