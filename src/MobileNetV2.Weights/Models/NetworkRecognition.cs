using System.Globalization;
using MobileNets.Architecture;

namespace MobileNets.Weights;

/// <summary>Reads a network off the shapes of its weights: width multiplier, classes and, where it is not the published one, the table.</summary>
internal static class NetworkRecognition
{
    private const string StemWeight = "features.0.0.weight";
    private const string ClassifierWeight = "classifier.1.weight";

    private static readonly double[] s_customaryWidths = [1.0, 1.4, 1.3, 0.75, 0.5, 0.35];

    // Several multipliers can round to the same channels: those with published weights first, then the rounder ones.
    private static readonly double[] s_widths =
    [
        .. s_customaryWidths,
        .. Enumerable.Range(1, 400).OrderByDescending(hundredths => hundredths % 10 == 0 ? 2 : hundredths % 5 == 0 ? 1 : 0).Select(hundredths => hundredths / 100.0),
    ];

    // d-li14's width 0.1 rounds to multiples of four.
    private static readonly int[] s_divisors = [8, 4];

    /// <summary>Finds the network.</summary>
    /// <param name="weights">Weights under torchvision's names.</param>
    /// <exception cref="StateDictMismatchException">They are no MobileNetV2's; the message lists what does not fit the closest.</exception>
    /// <exception cref="WeightsFormatException">The table has other than seven stages, so that its strides can't be known.</exception>
    public static MobileNetV2Options Recognise(StateDict weights)
    {
        var (inputChannels, stem) = weights.TryGet(StemWeight, out var stemWeight) && stemWeight.Shape is [var stemOut, var stemIn, 3, 3] ? (stemIn, stemOut) : default;
        var blocks = Blocks(weights, stem).ToList();
        var hasClassifier = weights.TryGet(ClassifierWeight, out var classifier) && classifier.Shape.Count == 2;
        var published = new MobileNetV2Options();
        var options = published with
        {
            InputChannels = IsCount(inputChannels) ? (int)inputChannels : published.InputChannels,
            Classes = hasClassifier && IsCount(classifier!.Shape[0]) ? (int)classifier.Shape[0] : published.Classes,
            IncludeClassifier = hasClassifier,
        };

        var head = weights.TryGet($"features.{blocks.Count + 1}.0.weight", out var headWeight) && headWeight.Shape.Count == 4 ? headWeight.Shape[0] : 0;
        long[] channels = [stem, .. blocks.Select(block => block.Output), head];
        foreach (var divisor in s_divisors)
            foreach (var width in s_widths)
                if (options with { WidthMultiplier = width, RoundingDivisor = divisor } is var candidate
                    && channels.SequenceEqual(Channels(candidate)) && Compare(weights, candidate).IsMatch)
                    return candidate;

        if (Table(blocks) is { } table && IsCount(stem) && IsCount(head))
        {
            var literal = options with { Stages = table, StemChannels = (int)stem, HeadChannels = (int)head, RoundingDivisor = 1 };
            if (FitsWithStrides(literal, published.Stages, weights) is { } own)
                return own;
        }
        throw new StateDictMismatchException(weights.Origin, s_customaryWidths
            .Select(width => Compare(weights, options with { WidthMultiplier = width }))
            .MinBy(comparison => comparison.Missing.Count + comparison.Unexpected.Count + comparison.Misshaped.Count)!);
    }

    private static StateDictComparison Compare(StateDict weights, MobileNetV2Options network) =>
        StateDictComparison.Compare(MobileNetV2Plan.Create(network).StateEntries.Select(entry => (entry.Name, entry.Shape)), weights);

    // (t, c) of each inverted residual, for as long as the shapes are those of one.
    private static IEnumerable<(long ExpansionRatio, long Output)> Blocks(StateDict weights, long input)
    {
        for (var index = 1; input > 0; index++)
        {
            var block = string.Create(CultureInfo.InvariantCulture, $"features.{index}.conv");
            var expands = weights.TryGet($"{block}.3.weight", out _);
            if (!weights.TryGet($"{block}.{(expands ? 2 : 1)}.weight", out var projection) || projection.Shape is not [var output, var hidden, 1, 1] || hidden % input != 0)
                yield break;
            yield return (hidden / input, output);
            input = output;
        }
    }

    private static IEnumerable<long> Channels(MobileNetV2Options options)
    {
        long Scaled(int channels, double width) => ChannelScaling.Scale(channels, width, options.Rounding, options.RoundingDivisor);
        yield return Scaled(options.StemChannels, options.WidthMultiplier);
        foreach (var stage in options.Stages)
            for (var i = 0; i < stage.Repeats; i++)
                yield return Scaled(stage.Channels, options.WidthMultiplier);
        yield return Scaled(options.HeadChannels, Math.Max(1, options.WidthMultiplier));
    }

    // Neighbours with the same t and c are one stage; strides are not in the shapes.
    private static BottleneckTable? Table(List<(long ExpansionRatio, long Output)> blocks)
    {
        if (blocks.Count == 0 || blocks.Exists(block => !IsCount(block.ExpansionRatio) || !IsCount(block.Output)))
            return null;
        var stages = new List<BottleneckStage>();
        foreach (var (expansionRatio, output) in blocks)
            if (stages.Count > 0 && stages[^1] is var last && last.ExpansionRatio == expansionRatio && last.Channels == output)
                stages[^1] = last with { Repeats = last.Repeats + 1 };
            else
                stages.Add(new BottleneckStage((int)expansionRatio, (int)output, Repeats: 1, Stride: 1));
        return BottleneckTable.Create([.. stages]);
    }

    private static MobileNetV2Options? FitsWithStrides(MobileNetV2Options literal, BottleneckTable published, StateDict weights)
    {
        try
        {
            if (!Compare(weights, literal).IsMatch)
                return null;
        }
        catch (InvalidArchitectureException exception)
        {
            throw new WeightsFormatException(weights.Origin, exception.Setting, $"expected a network that can be built: {exception.Message.TrimEnd('.')}",
                "The file is damaged or its network beyond this library; write it again.", exception);
        }
        if (literal.Stages.Count != published.Count)
            throw new WeightsFormatException(weights.Origin, "shapes",
                $"expected a table of {published.Count} stages, whose strides are known, found {literal.Stages.Count}",
                "Build the network with its own options, load the weights into it and save it with ModelFile.Save, which stores the table.");
        return literal with { Stages = BottleneckTable.Create([.. literal.Stages.Zip(published, (stage, known) => stage with { Stride = known.Stride })]) };
    }

    private static bool IsCount(long value) => value is > 0 and <= 65_536;
}
