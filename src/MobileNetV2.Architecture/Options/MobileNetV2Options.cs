namespace MobileNets.Architecture;

/// <summary>
/// Everything that decides the shape of a MobileNetV2. Values are checked by <see cref="Validate"/>, which
/// <see cref="MobileNetV2Plan.Create"/> calls; records with equal values are equal.
/// </summary>
public sealed record MobileNetV2Options
{
    /// <summary>The (t, c, n, s) table.</summary>
    /// <value>Default: the paper's, <see cref="BottleneckTable.MobileNetV2"/>.</value>
    public BottleneckTable Stages { get; init; } = BottleneckTable.MobileNetV2;

    /// <summary>Scales the channels of every layer but the classifier (arXiv 1801.04381, section 4).</summary>
    /// <value>Above 0 and finite; default 1.0. Published weights exist for 0.35 to 1.4.</value>
    public double WidthMultiplier { get; init; } = 1.0;

    /// <summary>How scaled channels become whole numbers.</summary>
    /// <value>Default: <see cref="ChannelRounding.MultipleOfDivisor"/>.</value>
    public ChannelRounding Rounding { get; init; } = ChannelRounding.MultipleOfDivisor;

    /// <summary>The number that <see cref="ChannelRounding.MultipleOfDivisor"/> rounds to a multiple of.</summary>
    /// <value>At least 1; default 8.</value>
    public int RoundingDivisor { get; init; } = 8;

    /// <summary>Channels of the image.</summary>
    /// <value>At least 1; default 3 (red, green, blue).</value>
    public int InputChannels { get; init; } = 3;

    /// <summary>Height of the image in pixels.</summary>
    /// <value>32 to 32,768; default 224.</value>
    public int InputHeight { get; init; } = 224;

    /// <summary>Width of the image in pixels; it may differ from the height.</summary>
    /// <value>32 to 32,768; default 224.</value>
    public int InputWidth { get; init; } = 224;

    /// <summary>Outputs of the classifier.</summary>
    /// <value>1 to 1,048,576; default 1000 (ImageNet).</value>
    public int Classes { get; init; } = 1000;

    /// <summary>Probability with which the dropout before the classifier zeroes a feature while training.</summary>
    /// <value>0 up to, not including, 1; default 0.2.</value>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Whether pooling and classifier follow the features; without them the network ends with a feature map.</summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool IncludeClassifier { get; init; } = true;

    /// <summary>Output channels of the first convolution at width multiplier 1.0.</summary>
    /// <value>At least 1; default 32.</value>
    public int StemChannels { get; init; } = 32;

    /// <summary>
    /// Output channels of the last convolution. Only width multipliers above 1.0 scale them
    /// (arXiv 1801.04381, section 6.1), so that narrow networks keep enough features for the classifier.
    /// </summary>
    /// <value>At least 1; default 1280.</value>
    public int HeadChannels { get; init; } = 1280;

    /// <summary>
    /// How many input pixels one pixel of the last feature map stands for, a side. With 16 or 8, strides that would
    /// go beyond become dilations of the later blocks, as dense prediction needs (arXiv 1801.04381, section 6.3).
    /// </summary>
    /// <value>32 (default: the table's strides stay as they are), 16 or 8.</value>
    public int OutputStride { get; init; } = 32;

    /// <summary>What follows the projection of an inverted residual.</summary>
    /// <value>Default: <see cref="BottleneckActivation.Linear"/>, the network as published.</value>
    public BottleneckActivation Bottleneck { get; init; }

    /// <summary>What the shortcuts connect.</summary>
    /// <value>Default: <see cref="ShortcutPlacement.Bottleneck"/>, the network as published.</value>
    public ShortcutPlacement Shortcut { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="InvalidArchitectureException">A setting is outside the range that its documentation gives, or
    /// a layer would get no channels or more than 65,536.</exception>
    public void Validate() => OptionsValidator.Validate(this);

    /// <summary>Applies width multiplier and rounding to a channel count; the head's multiplier is at least 1.</summary>
    internal int ScaleChannels(int channels) => ChannelScaling.Scale(channels, WidthMultiplier, Rounding, RoundingDivisor);

    internal int ScaleHeadChannels() =>
        ChannelScaling.Scale(HeadChannels, Math.Max(1.0, WidthMultiplier), Rounding, RoundingDivisor);
}
