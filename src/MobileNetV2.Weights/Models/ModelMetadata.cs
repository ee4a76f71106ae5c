using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>The keys of a <see cref="ModelDescription"/> in a file's metadata, and their texts.</summary>
/// <remarks>Settings of the network that are not here have their defaults; a network as published needs width and classes only.</remarks>
internal sealed class ModelMetadata(IReadOnlyDictionary<string, string> metadata, string origin)
{
    public const string Labels = Prefix + "labels";
    public const string InputSize = Prefix + "input_size";
    public const string ResizeSize = Prefix + "resize_size";

    private const string Prefix = "mobilenetv2.";
    private const string Architecture = Prefix + "architecture";
    private const string WidthMultiplier = Prefix + "width_multiplier";
    private const string Classes = Prefix + "classes";
    private const string TrainingSummary = Prefix + "training";
    private const string Stages = Prefix + "stages";
    private const string Rounding = Prefix + "rounding";
    private const string RoundingDivisor = Prefix + "rounding_divisor";
    private const string InputChannels = Prefix + "input_channels";
    private const string StemChannels = Prefix + "stem_channels";
    private const string HeadChannels = Prefix + "head_channels";
    private const string OutputStride = Prefix + "output_stride";
    private const string IncludeClassifier = Prefix + "include_classifier";
    private const string Bottleneck = Prefix + "bottleneck";
    private const string Shortcut = Prefix + "shortcut";

    private const string Cure = "Write the file again, or remove this program's metadata from it.";

    private static readonly MobileNetV2Options s_published = new();

    public static Dictionary<string, string> Write(ModelDescription description)
    {
        var network = description.Network;
        var metadata = new Dictionary<string, string>
        {
            [Architecture] = ModelDescription.ArchitectureName,
            [WidthMultiplier] = network.WidthMultiplier.ToString("R", CultureInfo.InvariantCulture),
            [Classes] = Text(network.Classes),
            [InputSize] = Text(description.InputSize),
            [ResizeSize] = Text(description.ResizeSize),
        };
        if (description.Labels is { } labels)
            metadata[Labels] = WriteArray(json =>
            {
                foreach (var label in labels)
                    json.WriteStringValue(label);
            });
        if (description.TrainingSummary is { } summary)
            metadata[TrainingSummary] = summary;

        void WriteUnlessPublished<T>(string key, Func<MobileNetV2Options, T> setting, Func<T, string> write)
        {
            if (!Equals(setting(network), setting(s_published)))
                metadata[key] = write(setting(network));
        }
        WriteUnlessPublished(Stages, options => options.Stages, WriteStages);
        WriteUnlessPublished(Rounding, options => options.Rounding, rounding => rounding.ToString());
        WriteUnlessPublished(RoundingDivisor, options => options.RoundingDivisor, Text);
        WriteUnlessPublished(InputChannels, options => options.InputChannels, Text);
        WriteUnlessPublished(StemChannels, options => options.StemChannels, Text);
        WriteUnlessPublished(HeadChannels, options => options.HeadChannels, Text);
        WriteUnlessPublished(OutputStride, options => options.OutputStride, Text);
        WriteUnlessPublished(IncludeClassifier, options => options.IncludeClassifier, include => include ? "true" : "false");
        WriteUnlessPublished(Bottleneck, options => options.Bottleneck, activation => activation.ToString());
        WriteUnlessPublished(Shortcut, options => options.Shortcut, placement => placement.ToString());
        return metadata;
    }

    public ModelDescription? Read()
    {
        if (!metadata.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal)))
            return null;
        if (Required(Architecture) is var architecture && architecture != ModelDescription.ArchitectureName)
            throw Refuse(Architecture, $"expected {ModelDescription.ArchitectureName}, found '{architecture}'");

        var description = new ModelDescription
        {
            Network = ReadNetwork(),
            InputSize = Integer(InputSize, Required(InputSize)),
            ResizeSize = Integer(ResizeSize, Required(ResizeSize)),
            Labels = Optional(Labels, Strings, null),
            TrainingSummary = metadata.GetValueOrDefault(TrainingSummary),
        };
        return description.Fault() is { } fault ? throw Refuse(fault.Key, fault.Problem) : description;
    }

    private MobileNetV2Options ReadNetwork()
    {
        var network = new MobileNetV2Options
        {
            WidthMultiplier = Number(WidthMultiplier, Required(WidthMultiplier)),
            Classes = Integer(Classes, Required(Classes)),
            Stages = Optional(Stages, ReadStages, s_published.Stages),
            Rounding = Optional(Rounding, Choice<ChannelRounding>, s_published.Rounding),
            RoundingDivisor = Optional(RoundingDivisor, Integer, s_published.RoundingDivisor),
            InputChannels = Optional(InputChannels, Integer, s_published.InputChannels),
            StemChannels = Optional(StemChannels, Integer, s_published.StemChannels),
            HeadChannels = Optional(HeadChannels, Integer, s_published.HeadChannels),
            OutputStride = Optional(OutputStride, Integer, s_published.OutputStride),
            IncludeClassifier = Optional(IncludeClassifier, Truth, s_published.IncludeClassifier),
            Bottleneck = Optional(Bottleneck, Choice<BottleneckActivation>, s_published.Bottleneck),
            Shortcut = Optional(Shortcut, Choice<ShortcutPlacement>, s_published.Shortcut),
        };
        try
        {
            network.Validate();
        }
        catch (InvalidArchitectureException exception)
        {
            throw Refuse(KeyOf(exception.Setting), $"expected a network that can be built: {exception.Message.TrimEnd('.')}", exception);
        }
        return network;
    }

    // Stages[2].Stride is told as mobilenetv2.stages.
    private static string KeyOf(string setting) => Prefix + JsonNamingPolicy.SnakeCaseLower.ConvertName(setting.Split('[')[0]);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string WriteStages(BottleneckTable stages) => WriteArray(json =>
    {
        foreach (var (expansionRatio, channels, repeats, stride) in stages)
        {
            json.WriteStartArray();
            foreach (var value in (ReadOnlySpan<int>)[expansionRatio, channels, repeats, stride])
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    });

    private static string WriteArray(Action<Utf8JsonWriter> writeElements)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            writeElements(json);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private string Required(string key) =>
        metadata.TryGetValue(key, out var text) ? text : throw Refuse(key, "expected a text, found nothing");

    private T Optional<T>(string key, Func<string, string, T> read, T otherwise) =>
        metadata.TryGetValue(key, out var text) ? read(key, text) : otherwise;

    private double Number(string key, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(key, $"expected a number, found '{text}'");

    private int Integer(string key, string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Refuse(key, $"expected a whole number, found '{text}'");

    private bool Truth(string key, string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw Refuse(key, $"expected true or false, found '{text}'"),
    };

    // By its name, as written: Enum.Parse would take digits, too.
    private T Choice<T>(string key, string text) where T : struct, Enum =>
        Array.IndexOf(Enum.GetNames<T>(), text) is >= 0 and var index
            ? Enum.GetValues<T>()[index]
            : throw Refuse(key, $"expected {string.Join(" or ", Enum.GetNames<T>())}, found '{text}'");

    private IReadOnlyList<string> Strings(string key, string text) =>
        Elements(key, text, "an array of strings", element => element.ValueKind == JsonValueKind.String ? element.GetString() : null);

    private BottleneckTable ReadStages(string key, string text) =>
        BottleneckTable.Create(Elements(key, text, "an array of [t, c, n, s]", Stage));

    private static BottleneckStage? Stage(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != 4)
            return null;
        Span<int> values = stackalloc int[4];
        for (var i = 0; i < values.Length; i++)
            if (row[i].ValueKind != JsonValueKind.Number || !row[i].TryGetInt32(out values[i]))
                return null;
        return new BottleneckStage(values[0], values[1], values[2], values[3]);
    }

    private T[] Elements<T>(string key, string text, string expected, Func<JsonElement, T?> read) where T : class
    {
        var problem = $"expected {expected} in JSON, found something else";
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(element => read(element) ?? throw Refuse(key, problem))]
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
