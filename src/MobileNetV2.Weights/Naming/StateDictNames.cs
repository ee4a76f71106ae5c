using System.Text.RegularExpressions;

namespace MobileNets.Weights;

/// <summary>
/// Brings the names that MobileNetV2's weights have elsewhere to torchvision's, which this library uses: those of timm, and of
/// tonylins/pytorch-mobilenet-v2 and d-li14/mobilenetv2.pytorch.
/// </summary>
public static partial class StateDictNames
{
    private const string BatchesTracked = ".num_batches_tracked";
    private const string RunningVariance = ".running_var";

    /// <summary>Renames every tensor to torchvision's name.</summary>
    /// <param name="weights">
    /// Weights under names of one of the known schemes, perhaps below a wrapper's prefix such as <c>module.</c> that all share.
    /// </param>
    /// <returns>
    /// The same tensors in the same order. Names that no scheme knows stay as they are. <c>num_batches_tracked</c>, which PyTorch
    /// before 0.4.1 did not have, is added as 0.
    /// </returns>
    /// <exception cref="WeightsFormatException">Two tensors would get the same name.</exception>
    public static StateDict ToTorchvision(StateDict weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var prefix = WrapperPrefix(weights);
        var names = weights.Select(tensor => tensor.Name[prefix.Length..]).ToList();
        var rename = NamingScheme.Find(names);
        var renamed = WithBatchesTracked(weights.Zip(names, (tensor, name) => tensor.WithName(rename(name))).ToList()).ToList();
        var twice = renamed.CountBy(tensor => tensor.Name).FirstOrDefault(count => count.Value > 1).Key;
        return twice is null
            ? new StateDict(renamed, weights.Metadata) { Origin = weights.Origin }
            : throw new WeightsFormatException(weights.Origin, $"'{twice}'", "expected one tensor for this place of the network, found two",
                "Keep the tensors of one network only.");
    }

    // What all names begin with, up to the part by which a network's names are known.
    private static string WrapperPrefix(StateDict weights)
    {
        if (weights.Count == 0)
            return "";
        var prefix = OuterModules().Match(weights[0].Name).Value;
        return weights.All(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)) ? prefix : "";
    }

    private static IEnumerable<NamedTensor> WithBatchesTracked(List<NamedTensor> tensors)
    {
        var hasAny = tensors.Any(tensor => tensor.Name.EndsWith(BatchesTracked, StringComparison.Ordinal));
        foreach (var tensor in tensors)
        {
            yield return tensor;
            if (!hasAny && tensor.Name.EndsWith(RunningVariance, StringComparison.Ordinal))
                yield return NamedTensor.FromInt64s(tensor.Name[..^RunningVariance.Length] + BatchesTracked, [], [0]);
        }
    }

    [GeneratedRegex(@"^([A-Za-z_]\w*\.)*?(?=(features|classifier|conv|conv_stem|bn1|blocks|conv_head|bn2)\.)")]
    private static partial Regex OuterModules();
}
