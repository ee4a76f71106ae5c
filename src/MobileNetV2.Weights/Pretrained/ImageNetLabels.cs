using System.Text;

namespace MobileNets.Weights;

/// <summary>The class names of ImageNet-1K, as torchvision spells them.</summary>
public static class ImageNetLabels
{
    private static readonly Lazy<IReadOnlyList<string>> LazyNames = new(Read);

    /// <summary>The 1000 names in the order of the classifier's outputs: <c>tench</c>, <c>goldfish</c>, …, <c>toilet tissue</c>.</summary>
    public static IReadOnlyList<string> Names => LazyNames.Value;

    private static IReadOnlyList<string> Read()
    {
        using var resource = typeof(ImageNetLabels).Assembly.GetManifestResourceStream("imagenet-labels.txt")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return Array.AsReadOnly(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
