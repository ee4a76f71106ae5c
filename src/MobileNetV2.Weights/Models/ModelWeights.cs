using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>
/// A MobileNetV2's weights from any of the formats that can be read, under torchvision's names in PyTorch's order, and what they are.
/// </summary>
public sealed class ModelWeights
{
    private ModelWeights(StateDict weights, ModelDescription description)
    {
        Description = description;
        Plan = MobileNetV2Plan.Create(description.Network with { InputHeight = description.InputSize, InputWidth = description.InputSize });
        var comparison = StateDictComparison.Compare(Plan.StateEntries.Select(entry => (entry.Name, entry.Shape)), weights);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(weights.Origin, comparison);
        Tensors = new StateDict(Plan.StateEntries.Select(entry => Checked(weights[entry.Name], entry, weights.Origin)), weights.Metadata) { Origin = weights.Origin };
    }

    /// <summary>Every entry of the network's state dict, with the element types of the file.</summary>
    public StateDict Tensors { get; }

    /// <summary>The network, its labels and how pictures are prepared: the file's own description, else what the shapes tell.</summary>
    public ModelDescription Description { get; }

    /// <summary>The network's plan at the description's input size.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>Reads a file by its extension (see <see cref="WeightsFile"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsFormatException">The file is malformed or its format unknown.</exception>
    /// <exception cref="StateDictMismatchException">The weights are no MobileNetV2's, or another's than the file says; the message lists the differences.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelWeights Read(string path) => From(WeightsFile.Read(path));

    /// <summary>Recognises weights that have been read already.</summary>
    /// <param name="weights">Weights under the names of any known scheme (see <see cref="StateDictNames"/>).</param>
    /// <exception cref="WeightsFormatException">The description in the metadata is malformed, or the network can't be told.</exception>
    /// <exception cref="StateDictMismatchException">The weights are no MobileNetV2's, or another's than the description says.</exception>
    public static ModelWeights From(StateDict weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (QuantizedWeights.Recognise(weights))
            throw new WeightsFormatException(weights.Origin, "metadata", "expected weights in floating point, found quantised ones",
                "Run them as they are, with the managed engine, or give the weights that they were made from.");
        var named = StateDictNames.ToTorchvision(weights);
        var description = ModelDescription.FromMetadata(weights.Metadata, weights.Origin)
            ?? new ModelDescription { Network = NetworkRecognition.Recognise(named) };
        return new ModelWeights(named, description);
    }

    /// <summary>The same weights with other labels, preprocessing or training summary.</summary>
    /// <param name="description">What to say of them; the network in it is passed over for the weights' own.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or the labels are not as many as the network's classes.</exception>
    public ModelWeights Describe(ModelDescription description)
    {
        var own = description with { Network = Description.Network };
        own.ToMetadata();
        return new ModelWeights(Tensors, own);
    }

    /// <summary>
    /// Writes a file by its extension, whole or not at all: <c>.safetensors</c> with the description, <c>.dat</c> byte for byte as
    /// TorchSharp's <c>Module.save</c> writes the network, or <c>.onnx</c>.
    /// </summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="floats">Type of the floating-point tensors in a <c>.safetensors</c> file; the others hold Float32.</param>
    /// <param name="onnx">How an <c>.onnx</c> file is written; null for the defaults.</param>
    /// <exception cref="WeightsFormatException">The extension is none of these, or <c>.dat</c> for a network whose bottleneck or shortcut is not
    /// the published one: the file could not tell.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public void Write(string path, TensorElementType floats = TensorElementType.Float32, OnnxOptions? onnx = null)
    {
        switch (WeightsFile.ExtensionOf(path))
        {
            case ".safetensors":
                SafetensorsFile.Write(path, Converted(Tensors, floats));
                break;
            case ".dat":
                if (Description.Network is var network && (network.Bottleneck != default || network.Shortcut != default))
                    throw new WeightsFormatException(path, "file name",
                        $"expected .safetensors for a network with bottleneck {network.Bottleneck} and shortcut {network.Shortcut}, found .dat, which would be read as the published network",
                        "Choose .safetensors, which stores these options.");
                TorchSharpFile.Write(path, Converted(InTorchSharpsOrder(), TensorElementType.Float32));
                break;
            case ".onnx":
                OnnxFile.Write(path, Plan, Converted(Tensors, TensorElementType.Float32), onnx);
                break;
            default:
                throw new WeightsFormatException(path, "file name", "expected .safetensors, .dat or .onnx, found an extension that can't be written",
                    "Choose one of these for the file to write.");
        }
    }

    private static NamedTensor Checked(NamedTensor tensor, StateEntry entry, string origin) =>
        (entry.ElementType == StateElementType.Int64 ? tensor.ElementType == TensorElementType.Int64 : tensor.ElementType.IsFloatingPoint())
            ? tensor
            : throw new WeightsFormatException(origin, $"'{tensor.Name}'", $"expected {entry.ElementType} or a type that converts to it, found {tensor.ElementType}",
                "Save the network's own state dict.");

    private StateDict Converted(IEnumerable<NamedTensor> tensors, TensorElementType floats)
    {
        var metadata = new Dictionary<string, string>(Tensors.Metadata);
        foreach (var (key, value) in Description.ToMetadata())
            metadata[key] = value;
        return new StateDict(tensors.Select(tensor => tensor.ConvertFloats(floats)), metadata) { Origin = Tensors.Origin };
    }

    // TorchSharp's state_dict lists every parameter before the first buffer.
    private IEnumerable<NamedTensor> InTorchSharpsOrder() =>
        Plan.StateEntries.OrderBy(entry => entry.Kind == StateEntryKind.Buffer).Select(entry => Tensors[entry.Name]);
}
