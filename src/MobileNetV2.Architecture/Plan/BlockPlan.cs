namespace MobileNets.Architecture;

/// <summary>A run of layers that the network treats as one: it may be fused, tapped or given a shortcut as a whole.</summary>
public sealed class BlockPlan
{
    /// <summary>Joins layers to a block.</summary>
    /// <param name="name">torchvision's name of the module: <c>features.2</c>.</param>
    /// <param name="kind">How the layers belong together.</param>
    /// <param name="layers">The layers in execution order; each takes the output of the one before.</param>
    /// <param name="expansionRatio">Hidden channels as a multiple of the input's; 1 where nothing is expanded.</param>
    /// <param name="hasShortcut">Whether the block's input is added to its output; both then have the same shape.</param>
    /// <param name="hasExpansionShortcut">Whether the expanded map of the block before is added to this block's; both expand.</param>
    /// <exception cref="InvalidArchitectureException">There are no layers, or their shapes don't fit together.</exception>
    public BlockPlan(
        string name, BlockKind kind, IReadOnlyList<LayerPlan> layers, int expansionRatio = 1, bool hasShortcut = false,
        bool hasExpansionShortcut = false)
    {
        if (layers.Count == 0)
            throw new InvalidArchitectureException(name, "empty", "a block of at least one layer");
        for (var i = 1; i < layers.Count; i++)
            if (layers[i].Input != layers[i - 1].Output)
                throw new InvalidArchitectureException($"Input of {layers[i].Name}", layers[i].Input,
                    $"the output of {layers[i - 1].Name}, {layers[i - 1].Output}");
        if (hasShortcut && layers[0].Input != layers[^1].Output)
            throw new InvalidArchitectureException($"Output of {name}", layers[^1].Output,
                $"the block's input {layers[0].Input}, or the shortcut cannot be added");

        Name = name;
        Kind = kind;
        Layers = [.. layers];
        ExpansionRatio = expansionRatio;
        HasShortcut = hasShortcut;
        HasExpansionShortcut = hasExpansionShortcut;
        if (hasExpansionShortcut && ExpandedLayer is null)
            throw new InvalidArchitectureException(name, "without an expansion", "a block that expands, or the expanded maps cannot be added");
    }

    /// <summary>torchvision's name of the module: <c>features.2</c>.</summary>
    public string Name { get; }

    /// <summary>How the layers belong together.</summary>
    public BlockKind Kind { get; }

    /// <summary>The layers in execution order.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; }

    /// <summary>Hidden channels as a multiple of the input's: t. 1 where nothing is expanded.</summary>
    public int ExpansionRatio { get; }

    /// <summary>Whether the block's input is added to its output.</summary>
    public bool HasShortcut { get; }

    /// <summary>Whether the expanded map of the block before is added to this block's (<see cref="ShortcutPlacement.Expansion"/>).</summary>
    public bool HasExpansionShortcut { get; }

    /// <summary>
    /// Index of the layer that puts out the expanded map, the last before the depthwise convolution; <see langword="null"/> where nothing
    /// is expanded.
    /// </summary>
    public int? ExpandedLayer => Kind == BlockKind.InvertedResidual && ExpansionRatio > 1
        ? Layers.TakeWhile(layer => !layer.IsDepthwise).Count() - 1
        : null;

    /// <summary>Shape of the input of one image.</summary>
    public TensorShape Input => Layers[0].Input;

    /// <summary>Shape of the output for one image.</summary>
    public TensorShape Output => Layers[^1].Output;

    /// <summary>Input pixels a side for one output pixel; the pooling block counts as 1.</summary>
    public int Stride => Layers.Aggregate(1, (stride, layer) => stride * layer.Stride);

    /// <summary>Dilation of the block's window; 1 unless the output stride was limited.</summary>
    public int Dilation => Layers.Max(layer => layer.Dilation);

    /// <summary>Trained numbers.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Mult-adds for one image, convolutions and linear layers.</summary>
    public long MultAdds => Layers.Sum(layer => layer.MultAdds);

    /// <summary>Mult-adds for one image as torchinfo counts them.</summary>
    public long TorchinfoMultAdds => Layers.Sum(layer => layer.TorchinfoMultAdds);
}
