namespace MobileNets.Weights;

/// <summary>
/// What whoever uses weights must know beside them. It travels in the metadata of a safetensors file, under keys of its own
/// (<c>mobilenetv2.classes</c>, …) that leave other programs' keys alone.
/// </summary>
/// <remarks>Pictures are normalised with ImageNet's mean and deviation, whatever the weights.</remarks>
public sealed class ModelDescription
{
    /// <summary>The one architecture that these files hold.</summary>
    public const string ArchitectureName = "MobileNetV2";

    /// <summary>The width multiplier α.</summary>
    /// <value>Above 0 and finite; default 1.0.</value>
    public double WidthMultiplier { get; init; } = 1.0;

    /// <summary>Outputs of the classifier.</summary>
    /// <value>At least 1; default 1000 (ImageNet).</value>
    public int Classes { get; init; } = 1000;

    /// <summary>The class names in the order of the classifier's outputs, or null where they are not known.</summary>
    /// <value>As many as <see cref="Classes"/>; default null.</value>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Height and width of the network's input in pixels, in training and evaluation.</summary>
    /// <value>At least 1; default 224.</value>
    public int InputSize { get; init; } = 224;

    /// <summary>What evaluation resizes a picture's shorter side to, before it cuts the middle out.</summary>
    /// <value>At least <see cref="InputSize"/>; default 256.</value>
    public int ResizeSize { get; init; } = 256;

    /// <summary>How the weights came about, in words for a reader, or null.</summary>
    /// <value>Default null.</value>
    public string? TrainingSummary { get; init; }

    /// <summary>The label of a class, or its index in digits where the labels are not known.</summary>
    /// <param name="index">0 to <see cref="Classes"/> − 1.</param>
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
    public Dictionary<string, string> ToMetadata() =>
        Fault() is { } fault ? throw new ArgumentException($"{fault.Key}: {fault.Problem}.") : ModelMetadata.Write(this);

    /// <summary>The first value that is out of its range, by its key; null where all is well.</summary>
    internal (string Key, string Problem)? Fault()
    {
        if (!double.IsFinite(WidthMultiplier) || WidthMultiplier <= 0)
            return (ModelMetadata.WidthMultiplier, FormattableString.Invariant($"expected a finite number above 0, found {WidthMultiplier}"));
        if (Classes < 1)
            return (ModelMetadata.Classes, $"expected at least 1, found {Classes}");
        if (InputSize < 1)
            return (ModelMetadata.InputSize, $"expected at least 1, found {InputSize}");
        if (ResizeSize < InputSize)
            return (ModelMetadata.ResizeSize, $"expected at least the input size {InputSize}, found {ResizeSize}");
        if (Labels is not null && Labels.Count != Classes)
            return (ModelMetadata.Labels, $"expected {Classes} labels, one for each class, found {Labels.Count}");
        return null;
    }
}
