namespace MobileNets.Architecture;

/// <summary>MobileNetV1, to compare with (arXiv 1704.04861, table 1).</summary>
public static class MobileNetV1Plan
{
    private const int StemChannels = 32;

    // TensorFlow's reference implementation cuts off the fraction, and keeps so many channels at least.
    private const int MinimumChannels = 8;

    // Channels stay well below what 64-bit counts can hold.
    private const double MaximumWidth = 64;

    private static readonly (int Channels, int Stride)[] SeparableBlocks =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
        (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    /// <summary>Makes the plan.</summary>
    /// <param name="resolution">Height and width of the image in pixels, 32 to 32,768.</param>
    /// <param name="classes">Outputs of the classifier, 1 to 1,048,576.</param>
    /// <param name="widthMultiplier">Scales the channels of every layer but the classifier (arXiv 1704.04861, section 3.3); above 0, at most 64.
    /// Published: 0.25, 0.5, 0.75 and 1.0.</param>
    /// <returns>Stem and 13 depthwise-separable blocks (<c>features.0</c> to <c>features.13</c>), pooling, classifier.</returns>
    /// <exception cref="InvalidArchitectureException">An argument is outside its range.</exception>
    public static NetworkPlan Create(int resolution = 224, int classes = 1000, double widthMultiplier = 1.0)
    {
        OptionsValidator.RequireResolution(nameof(resolution), resolution);
        OptionsValidator.RequireClasses(nameof(classes), classes);
        if (!(widthMultiplier is > 0 and <= MaximumWidth))
            throw new InvalidArchitectureException(nameof(widthMultiplier), widthMultiplier, $"above 0 and at most {MaximumWidth}");

        int Scaled(int channels) => Math.Max(MinimumChannels, ChannelScaling.Scale(channels, widthMultiplier, ChannelRounding.Truncate, divisor: 1));
        var image = new TensorShape(3, resolution, resolution);
        var blocks = new List<BlockPlan> { BlockFactory.ConvNormActivation("features.0", image, Scaled(StemChannels), 3, 2, LayerKind.ReLU) };
        foreach (var (channels, stride) in SeparableBlocks)
            blocks.Add(BlockFactory.DepthwiseSeparable($"features.{blocks.Count}", blocks[^1].Output, Scaled(channels), stride, LayerKind.ReLU));
        blocks.Add(BlockFactory.Pooling(blocks[^1].Output));
        // TensorFlow's reference implementation keeps 99.9 % of the features.
        blocks.Add(BlockFactory.Classifier(blocks[^1].Output, classes, dropout: 0.001));
        return new NetworkPlan("MobileNetV1", blocks);
    }
}
