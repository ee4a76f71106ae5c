using System.Globalization;
using MobileNets.Architecture;
using MobileNets.Weights;

namespace MobileNets.Modules;

/// <summary>
/// A network in one safetensors file: weights with torchvision's names in PyTorch's order, and a
/// <see cref="ModelDescription"/> in the metadata. Files of others load as well if their names are torchvision's.
/// </summary>
public static class ModelFile
{
    private const string StemWeight = "features.0.0.weight";
    private const string ClassifierWeight = "classifier.1.weight";

    // Those with published weights first: several multipliers can round to the same channels.
    private static readonly double[] s_customaryWidths = [1.0, 1.4, 1.3, 0.75, 0.5, 0.35, 0.1, 0.2, 0.25, 1.1, 1.2, 1.25, 1.5, 2.0];

    /// <summary>Writes a network, whole or not at all.</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="model">The network; it has the published table and rounding, and a classifier.</param>
    /// <param name="description">What it is; width and classes are the network's own.</param>
    /// <exception cref="ArgumentException">The description is of another network, or a value is out of its range.</exception>
    /// <exception cref="StateDictMismatchException">The network's head has been replaced by another kind of module.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Save(string path, MobileNetV2 model, ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(description);
        var metadata = description.ToMetadata();
        var options = OptionsOf(description);
        // Dropout and the planned resolution leave weights and inference alone.
        var comparable = model.Options with { Dropout = options.Dropout, InputHeight = options.InputHeight, InputWidth = options.InputWidth };
        if (comparable != options)
            throw new ArgumentException($"The description stands for {options}, the network was built with {comparable}.", nameof(description));

        var weights = model.ToStateDict(metadata);
        Check(weights, options, path);
        SafetensorsFile.Write(path, weights);
    }

    /// <summary>Reads a network, ready for inference (<c>eval()</c>).</summary>
    /// <param name="path">The file.</param>
    /// <returns>The network, which the caller disposes, and what the file says of it (see <see cref="Describe"/>).</returns>
    /// <exception cref="WeightsFormatException">The file is malformed, or no customary width multiplier fits.</exception>
    /// <exception cref="StateDictMismatchException">The weights are another network's; the message lists what does not fit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (MobileNetV2 Model, ModelDescription Description) Load(string path)
    {
        var weights = SafetensorsFile.Read(path);
        var description = Describe(weights, path);
        var model = new MobileNetV2(OptionsOf(description));
        model.LoadStateDict(weights, path);
        model.eval();
        return (model, description);
    }

    /// <summary>
    /// What weights are: their own description or, without one, the classes and the customary width multiplier that fit the
    /// tensors' shapes.
    /// </summary>
    /// <param name="weights">The weights, with torchvision's names.</param>
    /// <param name="origin">What to call them in complaints.</param>
    /// <exception cref="WeightsFormatException">The description is malformed, or no customary width multiplier fits.</exception>
    /// <exception cref="StateDictMismatchException">The weights are another network's; the message lists what does not fit.</exception>
    public static ModelDescription Describe(StateDict weights, string origin)
    {
        ArgumentNullException.ThrowIfNull(weights);
        try
        {
            return ModelDescription.FromMetadata(weights.Metadata, origin) is { } description
                ? Checked(description, weights, origin)
                : Recognise(weights, origin);
        }
        catch (InvalidArchitectureException exception)
        {
            throw new WeightsFormatException(origin, exception.Setting, exception.Message.TrimEnd('.'),
                "The file is damaged or its network beyond what can be built; write it again.", exception);
        }
    }

    private static ModelDescription Checked(ModelDescription description, StateDict weights, string origin)
    {
        Check(weights, OptionsOf(description), origin);
        return description;
    }

    private static ModelDescription Recognise(StateDict weights, string origin)
    {
        var classes = weights.TryGet(ClassifierWeight, out var head) && head.Shape is [> 0 and <= int.MaxValue, _]
            ? (int)head.Shape[0]
            : new ModelDescription().Classes;
        var candidates = s_customaryWidths
            .Select(width => new ModelDescription { WidthMultiplier = width, Classes = classes })
            .Select(description => (Description: description, Comparison: Compare(weights, OptionsOf(description))));
        var (closest, differences) = candidates.MinBy(candidate => Differences(candidate.Comparison));
        if (differences.IsMatch)
            return closest;
        if (differences.Missing.Count + differences.Unexpected.Count > 0 || differences.Misshaped[0].Name != StemWeight)
            throw new StateDictMismatchException(origin, differences);

        var known = string.Join(", ", s_customaryWidths.Order().Select(width => width.ToString(CultureInfo.InvariantCulture)));
        throw new WeightsFormatException(origin, $"'{StemWeight}'",
            $"expected the channels of a width multiplier of {known}, found [{string.Join(", ", weights[StemWeight].Shape)}]",
            $"Build the network with its own width multiplier, use {nameof(ModuleWeights)}.{nameof(ModuleWeights.LoadStateDict)} and save it again.");
    }

    private static int Differences(StateDictComparison comparison) =>
        comparison.Missing.Count + comparison.Unexpected.Count + comparison.Misshaped.Count;

    private static MobileNetV2Options OptionsOf(ModelDescription description) =>
        new() { WidthMultiplier = description.WidthMultiplier, Classes = description.Classes };

    private static void Check(StateDict weights, MobileNetV2Options options, string origin)
    {
        var comparison = Compare(weights, options);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(origin, comparison);
    }

    private static StateDictComparison Compare(StateDict weights, MobileNetV2Options options) =>
        StateDictComparison.Compare(MobileNetV2Plan.Create(options).StateEntries.Select(entry => (entry.Name, entry.Shape)), weights);
}
