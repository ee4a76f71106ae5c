namespace MobileNets.Architecture;

/// <summary>The blocks that MobileNets are made of, with torchvision's layer names.</summary>
internal static class BlockFactory
{
    public static BlockPlan ConvNormActivation(
        string name, TensorShape input, int outputChannels, int kernel, int stride, LayerKind activation) =>
        new(name, BlockKind.ConvNormActivation, ConvNormActivationLayers(
            name, LayerPlan.Convolution($"{name}.0", input, outputChannels, kernel, stride), activation));

    /// <summary>An inverted residual; with ratio 1 there is nothing to expand and the depthwise convolution comes first.</summary>
    public static BlockPlan InvertedResidual(
        string name, TensorShape input, int outputChannels, int expansionRatio, int stride, int dilation,
        BottleneckActivation bottleneck, bool hasShortcut, bool hasExpansionShortcut)
    {
        var layers = new List<LayerPlan>();
        var hiddenChannels = input.Channels * expansionRatio;
        var hidden = input;
        var index = 0;
        if (expansionRatio != 1)
        {
            var expansion = $"{name}.conv.{index++}";
            layers.AddRange(ConvNormActivationLayers(
                expansion, LayerPlan.Convolution($"{expansion}.0", input, hiddenChannels, 1), LayerKind.ReLU6));
            hidden = layers[^1].Output;
        }

        var depthwise = $"{name}.conv.{index++}";
        layers.AddRange(ConvNormActivationLayers(
            depthwise, DepthwiseConvolution($"{depthwise}.0", hidden, stride, dilation), LayerKind.ReLU6));

        var projection = LayerPlan.Convolution($"{name}.conv.{index++}", layers[^1].Output, outputChannels, 1);
        layers.Add(projection);
        layers.Add(LayerPlan.BatchNorm($"{name}.conv.{index++}", projection.Output));
        if (bottleneck == BottleneckActivation.ReLU6)
            layers.Add(LayerPlan.Activation($"{name}.conv.{index}", projection.Output));
        return new BlockPlan(name, BlockKind.InvertedResidual, layers, expansionRatio, hasShortcut, hasExpansionShortcut);
    }

    public static BlockPlan DepthwiseSeparable(
        string name, TensorShape input, int outputChannels, int stride, LayerKind activation)
    {
        var depthwise = DepthwiseConvolution($"{name}.0.0", input, stride, dilation: 1);
        var pointwise = LayerPlan.Convolution($"{name}.1.0", depthwise.Output, outputChannels, 1);
        return new BlockPlan(name, BlockKind.DepthwiseSeparable,
        [
            .. ConvNormActivationLayers($"{name}.0", depthwise, activation),
            .. ConvNormActivationLayers($"{name}.1", pointwise, activation),
        ]);
    }

    public static BlockPlan Pooling(TensorShape input) =>
        new("avgpool", BlockKind.Pooling, [LayerPlan.AveragePool("avgpool", input)]);

    public static BlockPlan Classifier(TensorShape input, int classes, double dropout) =>
        new("classifier", BlockKind.Classifier,
        [
            LayerPlan.Dropout("classifier.0", input, dropout),
            LayerPlan.Linear("classifier.1", input, classes),
        ]);

    private static LayerPlan DepthwiseConvolution(string name, TensorShape input, int stride, int dilation) =>
        LayerPlan.Convolution(name, input, input.Channels, kernel: 3, stride, dilation, groups: input.Channels);

    private static LayerPlan[] ConvNormActivationLayers(string prefix, LayerPlan convolution, LayerKind activation) =>
    [
        convolution,
        LayerPlan.BatchNorm($"{prefix}.1", convolution.Output),
        LayerPlan.Activation($"{prefix}.2", convolution.Output, activation),
    ];
}
