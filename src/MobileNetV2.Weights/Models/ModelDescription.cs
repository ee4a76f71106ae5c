using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>
/// What whoever uses weights must know beside them. It travels in the metadata of a safetensors file, under keys of its own
/// (<c>mobilenetv2.classes</c>, …) that leave other programs' keys alone.
/// </summary>
/// <remarks>Pictures are normalised with ImageNet's mean and deviation, whatever the weights.</remarks>
public sealed record ModelDescription
{
    /// <summary>The one architecture that these files hold.</summary>
    public const string ArchitectureName = "MobileNetV2";

    private const int MinimumInputSize = 32;

    /// <summary>The network that the weights belong to; its resolution and dropout leave weights alone and are not stored.</summary>
    /// <value>Default: the network as published, for ImageNet's 1000 classes.</value>
    public MobileNetV2Options Network { get; init; } = new();

    /// <summary>The class names in the order of the classifier's outputs, or null where they are not known.</summary>
    /// <value>As many as the network's classes; default null.</value>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Height and width of the network's input in pixels, in training and evaluation.</summary>
    /// <value>At least 32; default 224.</value>
    public int InputSize { get; init; } = 224;

    /// <summary>What evaluation resizes a picture's shorter side to, before it cuts the middle out.</summary>
    /// <value>At least <see cref="InputSize"/>; default 256.</value>
    public int ResizeSize { get; init; } = 256;

    /// <summary>How the weights came about, in words for a reader, or null.</summary>
    /// <value>Default null.</value>
    public string? TrainingSummary { get; init; }

    /// <summary>The label of a class, or its index in digits where the labels are not known.</summary>
    /// <param name="index">0 to the classes − 1.</param>
    public string LabelOf(int index) => Labels is null ? FormattableString.Invariant($"{index}") : Labels[index];

    /// <summary>Reads a description out of a file's metadata; keys of other programs are passed over.</summary>
    /// <param name="metadata">Keys and texts.</param>
    /// <param name="origin">What to call the file in complaints.</param>
    /// <returns>The description, or null where the metadata has none.</returns>
    /// <exception cref="WeightsFormatException">A key is missing or malformed; the message names it.</exception>
    public static ModelDescription? FromMetadata(IReadOnlyDictionary<string, string> metadata, string origin) =>
        new ModelMetadata(metadata, origin).Read();

    /// <summary>Writes the description as metadata.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or the labels are not as many as the classes.</exception>
    public Dictionary<string, string> ToMetadata()
    {
        Network.Validate();
        return Fault() is { } fault ? throw new ArgumentException($"{fault.Key}: {fault.Problem}.") : ModelMetadata.Write(this);
    }

    /// <summary>The first value that is out of its range, by its key; null where all is well.</summary>
    internal (string Key, string Problem)? Fault()
    {
        if (InputSize < MinimumInputSize)
            return (ModelMetadata.InputSize, $"expected at least {MinimumInputSize}, found {InputSize}");
        if (ResizeSize < InputSize)
            return (ModelMetadata.ResizeSize, $"expected at least the input size {InputSize}, found {ResizeSize}");
        if (Labels is not null && Labels.Count != Network.Classes)
            return (ModelMetadata.Labels, $"expected {Network.Classes} labels, one for each class, found {Labels.Count}");
        return null;
    }
}
