using System.Globalization;
using System.Text.RegularExpressions;

namespace MobileNets.Weights;

/// <summary>How each project names the same layers. A scheme turns a name into torchvision's and leaves alone what it does not know.</summary>
/// <remarks>
/// <para>torchvision numbers the blocks through, <c>features.1</c> … <c>features.17</c>, between the stem <c>features.0</c> and the
/// last convolution. A block is <c>conv.0</c> (expansion), <c>conv.1</c> (depthwise), <c>conv.2</c> (projection), <c>conv.3</c> (its
/// batch norm); a block that expands nothing begins with the depthwise layer.</para>
/// <para>timm numbers stages and the blocks in them and names the layers. The third scheme has torchvision's blocks, but every
/// convolution, batch norm and activation counts in one sequence.</para>
/// </remarks>
internal static partial class NamingScheme
{
    private static readonly string[] s_sequential = ["conv.0.0", "conv.0.1", "", "conv.1.0", "conv.1.1", "", "conv.2", "conv.3"];
    private static readonly string[] s_sequentialWithoutExpansion = ["conv.0.0", "conv.0.1", "", "conv.1", "conv.2"];

    private static readonly Dictionary<string, string> s_timm = new()
    {
        ["conv_pw"] = "conv.0.0", ["bn1"] = "conv.0.1", ["conv_dw"] = "conv.1.0", ["bn2"] = "conv.1.1", ["conv_pwl"] = "conv.2", ["bn3"] = "conv.3",
    };

    private static readonly Dictionary<string, string> s_timmWithoutExpansion = new()
    {
        ["conv_dw"] = "conv.0.0", ["bn1"] = "conv.0.1", ["conv_pw"] = "conv.1", ["bn2"] = "conv.2",
    };

    /// <summary>The scheme that names belong to.</summary>
    public static Func<string, string> Find(IReadOnlyCollection<string> names)
    {
        if (names.Contains("conv_stem.weight"))
            return Timm(names);
        // torchvision's blocks end with conv.3.
        return names.Any(name => SequentialDepthwise().IsMatch(name)) ? Sequential(names) : BareClassifier;
    }

    private static Func<string, string> Timm(IReadOnlyCollection<string> names)
    {
        var blocks = names.Select(name => TimmBlock().Match(name)).Where(match => match.Success)
            .GroupBy(match => (Stage: Number(match, "stage"), Block: Number(match, "block"))).OrderBy(block => block.Key)
            .Select((block, index) => (block.Key, Index: index + 1, Expands: block.Any(match => match.Groups["layer"].Value == "conv_pwl")))
            .ToDictionary(block => block.Key, block => (block.Index, block.Expands));
        var head = blocks.Count + 1;
        return name =>
        {
            if (TimmBlock().Match(name) is { Success: true } match)
            {
                var (index, expands) = blocks[(Number(match, "stage"), Number(match, "block"))];
                return (expands ? s_timm : s_timmWithoutExpansion).TryGetValue(match.Groups["layer"].Value, out var layer)
                    ? $"features.{index}.{layer}.{match.Groups["entry"].Value}"
                    : name;
            }
            var (module, entry) = Split(name);
            return module switch
            {
                "conv_stem" => $"features.0.0.{entry}",
                "bn1" => $"features.0.1.{entry}",
                "conv_head" => $"features.{head}.0.{entry}",
                "bn2" => $"features.{head}.1.{entry}",
                _ => BareClassifier(name),
            };
        };
    }

    private static Func<string, string> Sequential(IReadOnlyCollection<string> names)
    {
        var matches = names.Select(name => SequentialBlock().Match(name)).Where(match => match.Success).ToList();
        var expanding = matches.Where(match => match.Groups["layer"].Value == "7").Select(match => match.Groups["block"].Value).ToHashSet();
        var head = matches.Max(match => Number(match, "block")) + 1;
        return name =>
        {
            if (SequentialBlock().Match(name) is { Success: true } match)
            {
                var layers = expanding.Contains(match.Groups["block"].Value) ? s_sequential : s_sequentialWithoutExpansion;
                var index = Number(match, "layer");
                return index < layers.Length && layers[index] != "" ? $"features.{match.Groups["block"].Value}.{layers[index]}.{match.Groups["entry"].Value}" : name;
            }
            // d-li14 keeps the last convolution beside the features.
            if (name.StartsWith("conv.", StringComparison.Ordinal))
                return $"features.{head}.{name["conv.".Length..]}";
            return BareClassifier(name);
        };
    }

    // A linear layer in the classifier's place, without the dropout before it.
    private static string BareClassifier(string name) => Split(name) is ("classifier", var entry) ? $"classifier.1.{entry}" : name;

    private static (string Module, string Entry) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Six digits are beyond any network and within an int.
    [GeneratedRegex(@"^blocks\.(?<stage>[0-9]{1,6})\.(?<block>[0-9]{1,6})\.(?<layer>\w+)\.(?<entry>\w+)$")]
    private static partial Regex TimmBlock();

    [GeneratedRegex(@"^features\.(?<block>[0-9]{1,6})\.conv\.(?<layer>[0-9]{1,6})\.(?<entry>\w+)$")]
    private static partial Regex SequentialBlock();

    [GeneratedRegex(@"^features\.[0-9]{1,6}\.conv\.4\.running_mean$")]
    private static partial Regex SequentialDepthwise();
}
