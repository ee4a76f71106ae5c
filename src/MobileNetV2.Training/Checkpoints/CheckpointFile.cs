using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using MobileNets.Weights;

namespace MobileNets.Training.Checkpoints;

/// <summary>
/// A checkpoint as a safetensors file: tensors named <c>model.…</c>, <c>optimizer.…</c>, <c>average.…</c> and <c>best.…</c>, the
/// state as JSON in the metadata, and last of all a tensor <c>sha256</c>, the hash of every byte of the file before it.
/// </summary>
public static class CheckpointFile
{
    private const string StateKey = "mobilenetv2.training_state";
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string AveragePrefix = "average.";
    private const string BestPrefix = "best.";
    private const string HashName = "sha256";

    // A validation loss may be NaN.
    private static readonly JsonSerializerOptions s_json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a file, whole or not at all, and flushes it to the disk.</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="checkpoint">What to write.</param>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Write(string path, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var metadata = new Dictionary<string, string>(checkpoint.Model.Metadata) { [StateKey] = JsonSerializer.Serialize(checkpoint.State, s_json) };
        NamedTensor[] tensors =
        [
            .. Named(ModelPrefix, checkpoint.Model),
            .. Named(OptimizerPrefix, checkpoint.Optimizer),
            .. Named(AveragePrefix, checkpoint.Average),
            .. Named(BestPrefix, checkpoint.Best),
            // Wide elements are stored first and equally wide ones in order: this one's bytes end the file.
            new NamedTensor(HashName, TensorElementType.UInt8, [SHA256.HashSizeInBytes], new byte[SHA256.HashSizeInBytes]),
        ];
        using var content = new MemoryStream();
        SafetensorsFile.Write(content, new StateDict(tensors, metadata));
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        SHA256.HashData(bytes.Span[..^SHA256.HashSizeInBytes], bytes.Span[^SHA256.HashSizeInBytes..]);
        AtomicFile.Write(path, stream => stream.Write(bytes.Span));
    }

    /// <summary>Reads a file back, after comparing its hash.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsFormatException">The file is damaged, or no checkpoint.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Checkpoint Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < SHA256.HashSizeInBytes || !SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^SHA256.HashSizeInBytes..)))
            throw new WeightsFormatException(path, $"offset {Math.Max(0, bytes.Length - SHA256.HashSizeInBytes)}",
                $"expected the SHA-256 of the {Math.Max(0, bytes.Length - SHA256.HashSizeInBytes)} bytes before, found another", "The checkpoint is damaged; use the one before it.");
        var file = SafetensorsFile.Read(new MemoryStream(bytes), path);
        var metadata = file.Metadata.Where(entry => entry.Key != StateKey).ToDictionary();
        return new Checkpoint
        {
            State = ReadState(file, path),
            Model = Part(file, ModelPrefix, metadata)!,
            Optimizer = Part(file, OptimizerPrefix) ?? new StateDict([]),
            Average = Part(file, AveragePrefix),
            Best = Part(file, BestPrefix, metadata),
        };
    }

    private static TrainingState ReadState(StateDict file, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingState>(file.Metadata[StateKey], s_json)!;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            throw new WeightsFormatException(path, StateKey, "expected the state of a training run of this version", "Resume with the version that wrote it.", exception);
        }
    }

    private static IEnumerable<NamedTensor> Named(string prefix, StateDict? part) => part?.Select(tensor => tensor.WithName(prefix + tensor.Name)) ?? [];

    private static StateDict? Part(StateDict file, string prefix, Dictionary<string, string>? metadata = null)
    {
        var tensors = file.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => tensor.WithName(tensor.Name[prefix.Length..])).ToList();
        return tensors.Count > 0 ? new StateDict(tensors, metadata) : null;
    }
}
