namespace MobileNets.Architecture;

/// <summary>Derives MobileNetV2's plan from its options (arXiv 1801.04381, section 4).</summary>
public static class MobileNetV2Plan
{
    /// <summary>Makes the plan.</summary>
    /// <param name="options">The network's options; <see langword="null"/> for the network as published.</param>
    /// <returns>Stem, inverted residuals and head (<c>features.0</c> to <c>features.18</c> with the published table),
    /// then pooling and classifier where the options include them.</returns>
    /// <exception cref="InvalidArchitectureException">An option is outside its range.</exception>
    public static NetworkPlan Create(MobileNetV2Options? options = null)
    {
        options ??= new MobileNetV2Options();
        options.Validate();

        var image = new TensorShape(options.InputChannels, options.InputHeight, options.InputWidth);
        var blocks = new List<BlockPlan>
        {
            BlockFactory.ConvNormActivation("features.0", image, options.ScaleChannels(options.StemChannels), 3, 2, LayerKind.ReLU6),
        };
        AddInvertedResiduals(blocks, options);
        blocks.Add(BlockFactory.ConvNormActivation(
            $"features.{blocks.Count}", blocks[^1].Output, options.ScaleHeadChannels(), 1, 1, LayerKind.ReLU6));

        if (options.IncludeClassifier)
        {
            blocks.Add(BlockFactory.Pooling(blocks[^1].Output));
            blocks.Add(BlockFactory.Classifier(blocks[^1].Output, options.Classes, options.Dropout));
        }
        return new NetworkPlan("MobileNetV2", blocks);
    }

    private static void AddInvertedResiduals(List<BlockPlan> blocks, MobileNetV2Options options)
    {
        var limit = options.OutputStride == 32 ? int.MaxValue : options.OutputStride;
        var outputStride = blocks[0].Stride;
        var dilation = 1;
        var bridgesBefore = false;
        foreach (var stage in options.Stages)
        {
            var outputChannels = options.ScaleChannels(stage.Channels);
            for (var i = 0; i < stage.Repeats; i++)
            {
                var input = blocks[^1].Output;
                var tableStride = i == 0 ? stage.Stride : 1;
                var dilates = tableStride > 1 && outputStride >= limit;
                // By the table's stride, so that limiting the output stride never adds a shortcut.
                var bridges = tableStride == 1 && input.Channels == outputChannels;

                // The block whose stride is taken away still reads the undiluted grid: dilation starts after it.
                blocks.Add(BlockFactory.InvertedResidual(
                    $"features.{blocks.Count}", input, outputChannels, stage.ExpansionRatio,
                    stride: dilates ? 1 : tableStride,
                    dilation,
                    options.Bottleneck,
                    hasShortcut: bridges && options.Shortcut == ShortcutPlacement.Bottleneck,
                    // A block that keeps its channels lies between two expanded maps of one size: its own and the next block's.
                    hasExpansionShortcut: bridgesBefore && options.Shortcut == ShortcutPlacement.Expansion
                        && stage.ExpansionRatio > 1 && stage.ExpansionRatio == blocks[^1].ExpansionRatio));
                bridgesBefore = bridges;

                if (dilates)
                    dilation *= tableStride;
                else
                    outputStride *= tableStride;
            }
        }
    }
}
