using MobileNets.Cli.Hosting;
using MobileNets.Cli.Output;
using MobileNets.Training.Data;
using MobileNets.Weights;

namespace MobileNets.Cli.Input;

/// <summary>What the user calls weights: a file, or the name of pretrained ones.</summary>
internal static class WeightsSource
{
    private const string ImageNet = "imagenet";

    /// <summary>Reads a file; pretrained weights are downloaded first, unless they are in the cache.</summary>
    public static ModelWeights Read(string fileOrName, CancellationToken cancellationToken)
    {
        if (File.Exists(fileOrName) || PretrainedWeights.All.FirstOrDefault(weights => weights.Name.Equals(fileOrName, StringComparison.OrdinalIgnoreCase)) is not { } pretrained)
            return ModelWeights.Read(fileOrName);
        return ModelWeights.Read(Fetch(pretrained, cancellationToken)).Describe(pretrained.Description);
    }

    /// <summary>The same, of a network that answers with logits.</summary>
    public static ModelWeights ReadClassifier(string fileOrName, CancellationToken cancellationToken)
    {
        var weights = Read(fileOrName, cancellationToken);
        return weights.Description.Network.IncludeClassifier
            ? weights
            : throw new CommandFailedException($"{fileOrName}: these weights are a feature extractor's, without a classifier; train one with: train --weights {fileOrName}");
    }

    /// <summary>Class names for weights of so many classes, from a file or <c>imagenet</c>.</summary>
    public static IReadOnlyList<string> Labels(string fileOrName, int classes)
    {
        var labels = fileOrName == ImageNet && !File.Exists(ImageNet) ? ImageNetLabels.Names : LabelFile.Read(fileOrName);
        return labels.Count == classes
            ? labels
            : throw new CommandFailedException($"{fileOrName}: {labels.Count} labels, but the weights have {classes} classes; give the labels of these weights.");
    }

    /// <summary>The path of pretrained weights, with progress on stderr where they have to be downloaded.</summary>
    public static string Fetch(PretrainedWeights pretrained, CancellationToken cancellationToken) =>
        pretrained.FetchAsync(new DownloadLine(pretrained.FileName), cancellationToken).GetAwaiter().GetResult();
}
