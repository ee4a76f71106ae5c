using System.Runtime.InteropServices;
using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>
/// A MobileNetV2 whose weights are 8-bit integers, a quarter of the floats' size. Batch normalisation is folded in. Beside
/// <c>features.0.0.weight</c> (int8) a layer has <c>features.0.0.weight_scale</c> and <c>features.0.0.bias</c> (float32, one number an output
/// channel), and every inverted residual <c>features.1.output_maximum</c> (float32): the largest magnitude of its output that counts.
/// </summary>
public sealed class QuantizedWeights
{
    private const string FormatKey = "mobilenetv2.quantization";
    private const string Format = "int8";
    private const string Cure = "Quantise the network's weights again.";

    private QuantizedWeights(StateDict weights, ModelDescription description)
    {
        Description = description;
        Plan = MobileNetV2Plan.Create(description.Network with { InputHeight = description.InputSize, InputWidth = description.InputSize });
        var comparison = StateDictComparison.Compare(Entries(Plan), weights);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(weights.Origin, comparison);
        Tensors = weights;
        foreach (var tensor in weights)
            Check(tensor);
    }

    /// <summary>The tensors as the file holds them.</summary>
    public StateDict Tensors { get; }

    /// <summary>The network, its labels and how pictures are prepared.</summary>
    public ModelDescription Description { get; }

    /// <summary>The network's plan at the description's input size.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>Whether a file's metadata say that its weights are quantised.</summary>
    /// <param name="weights">What the file holds.</param>
    public static bool Recognise(StateDict weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Metadata.ContainsKey(FormatKey);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>.safetensors</c> file.</param>
    /// <exception cref="WeightsFormatException">The file is malformed or not quantised, or a number in it is out of its range.</exception>
    /// <exception cref="StateDictMismatchException">The tensors are not those of the network that the file describes.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static QuantizedWeights Read(string path) => From(WeightsFile.Read(path));

    /// <summary>Checks tensors that have been read already.</summary>
    /// <param name="weights">What a quantised file holds.</param>
    /// <exception cref="WeightsFormatException">The weights are not quantised, or a number is out of its range.</exception>
    /// <exception cref="StateDictMismatchException">The tensors are not those of the network that the metadata describe.</exception>
    public static QuantizedWeights From(StateDict weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Metadata.GetValueOrDefault(FormatKey) is var format && format != Format)
            throw new WeightsFormatException(weights.Origin, $"metadata '{FormatKey}'", $"expected {Format}, found {format ?? "nothing"}", Cure);
        return ModelDescription.FromMetadata(weights.Metadata, weights.Origin) is { } description
            ? new QuantizedWeights(weights, description)
            : throw new WeightsFormatException(weights.Origin, "metadata", "expected a description of the network, found none", Cure);
    }

    /// <summary>Quantises weights.</summary>
    /// <param name="weights">The trained weights.</param>
    /// <param name="outputMaximum">The largest magnitude that counts in an inverted residual's output; finite and above 0.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative; or an output's maximum is out of its range.</exception>
    public static QuantizedWeights Quantize(ModelWeights weights, Func<BlockPlan, float> outputMaximum)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(outputMaximum);
        var tensors = new List<NamedTensor>();
        foreach (var block in weights.Plan.Blocks)
        {
            for (var i = 0; i < block.Layers.Count; i++)
                if (HasFilters(block.Layers[i]))
                    tensors.AddRange(Quantize(weights.Tensors, block.Layers[i], i + 1 < block.Layers.Count ? block.Layers[i + 1] : null));
            if (block.Kind == BlockKind.InvertedResidual)
                tensors.Add(NamedTensor.FromSingles(OutputMaximumOf(block), [], [outputMaximum(block)]));
        }
        var metadata = weights.Description.ToMetadata();
        metadata[FormatKey] = Format;
        return From(new StateDict(tensors, metadata) { Origin = weights.Tensors.Origin });
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">The <c>.safetensors</c> file to write or replace; its folder exists.</param>
    /// <exception cref="WeightsFormatException">The extension is another.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public void Write(string path)
    {
        if (WeightsFile.ExtensionOf(path) != ".safetensors")
            throw new WeightsFormatException(path, "file name", "expected .safetensors, the one format for quantised weights", "Choose it for the file to write.");
        SafetensorsFile.Write(path, Tensors);
    }

    /// <summary>A layer's filters, row-major as in the state dict.</summary>
    /// <param name="layer">A convolution or linear layer of the plan.</param>
    public ReadOnlySpan<sbyte> Weight(LayerPlan layer) => MemoryMarshal.Cast<byte, sbyte>(Tensors[WeightOf(layer)].Data.Span);

    /// <summary>What one step of a filter's integers stands for, one number an output channel.</summary>
    /// <param name="layer">A convolution or linear layer of the plan.</param>
    public float[] Scale(LayerPlan layer) => Tensors[ScaleOf(layer)].ReadSingles();

    /// <summary>What is added to a layer's output, one number an output channel.</summary>
    /// <param name="layer">A convolution or linear layer of the plan.</param>
    public float[] Bias(LayerPlan layer) => Tensors[BiasOf(layer)].ReadSingles();

    /// <summary>The largest magnitude that counts in an inverted residual's output.</summary>
    /// <param name="block">An inverted residual of the plan.</param>
    public float OutputMaximum(BlockPlan block) => Tensors[OutputMaximumOf(block)].ReadSingles()[0];

    private static string WeightOf(LayerPlan layer) => $"{layer.Name}.weight";

    private static string ScaleOf(LayerPlan layer) => $"{layer.Name}.weight_scale";

    private static string BiasOf(LayerPlan layer) => $"{layer.Name}.bias";

    private static string OutputMaximumOf(BlockPlan block) => $"{block.Name}.output_maximum";

    private static bool HasFilters(LayerPlan layer) => layer.Kind is LayerKind.Convolution or LayerKind.Linear;

    private static IEnumerable<(string Name, IReadOnlyList<long> Shape)> Entries(NetworkPlan plan)
    {
        foreach (var block in plan.Blocks)
        {
            foreach (var layer in block.Layers.Where(HasFilters))
            {
                yield return (WeightOf(layer), layer.StateEntries[0].Shape);
                yield return (ScaleOf(layer), [layer.Output.Channels]);
                yield return (BiasOf(layer), [layer.Output.Channels]);
            }
            if (block.Kind == BlockKind.InvertedResidual)
                yield return (OutputMaximumOf(block), []);
        }
    }

    private static IEnumerable<NamedTensor> Quantize(StateDict weights, LayerPlan layer, LayerPlan? batchNorm)
    {
        var folded = layer.Kind == LayerKind.Convolution
            ? BatchNormFolding.Fold(weights, layer, batchNorm!)
            : new FoldedConvolution(weights[WeightOf(layer)].ReadSingles(), weights[BiasOf(layer)].ReadSingles());
        var outputs = layer.Output.Channels;
        var filters = QuantizedFilters.Quantize(folded.Weight, outputs);
        yield return new NamedTensor(WeightOf(layer), TensorElementType.Int8, layer.StateEntries[0].Shape, MemoryMarshal.AsBytes(filters.Weight.AsSpan()).ToArray());
        yield return NamedTensor.FromSingles(ScaleOf(layer), [outputs], filters.Scale);
        yield return NamedTensor.FromSingles(BiasOf(layer), [outputs], folded.Bias);
    }

    private void Check(NamedTensor tensor)
    {
        var isWeight = tensor.Name.EndsWith(".weight", StringComparison.Ordinal);
        var expected = isWeight ? TensorElementType.Int8 : TensorElementType.Float32;
        if (tensor.ElementType != expected)
            throw Refuse($"'{tensor.Name}'", $"expected {expected}, found {tensor.ElementType}");
        if (isWeight)
            return;
        var isBias = tensor.Name.EndsWith(".bias", StringComparison.Ordinal);
        var values = tensor.ReadSingles();
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]) || (!isBias && values[i] <= 0))
                throw Refuse($"'{tensor.Name}', element {i}",
                    FormattableString.Invariant($"expected a finite number{(isBias ? "" : " above 0")}, found {values[i]}"));
    }

    private WeightsFormatException Refuse(string location, string problem) => new(Tensors.Origin, location, problem, Cure);
}
