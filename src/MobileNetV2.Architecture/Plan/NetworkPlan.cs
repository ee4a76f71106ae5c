namespace MobileNets.Architecture;

/// <summary>
/// A network as an ordered list of blocks: all that modules, inference engine, training kernels, summary and export
/// need to know. Made by <see cref="MobileNetV2Plan"/> or <see cref="MobileNetV1Plan"/>, or from blocks of your own.
/// </summary>
public sealed class NetworkPlan
{
    /// <summary>Joins blocks to a network.</summary>
    /// <param name="name">Name of the network: <c>MobileNetV2</c>.</param>
    /// <param name="blocks">The blocks in execution order; each takes the output of the one before.</param>
    /// <exception cref="InvalidArchitectureException">There are no blocks, their shapes don't fit together, or a layer's
    /// name occurs twice.</exception>
    public NetworkPlan(string name, IReadOnlyList<BlockPlan> blocks)
    {
        if (blocks.Count == 0)
            throw new InvalidArchitectureException(name, "empty", "a network of at least one block");
        for (var i = 1; i < blocks.Count; i++)
        {
            if (blocks[i].Input != blocks[i - 1].Output)
                throw new InvalidArchitectureException($"Input of {blocks[i].Name}", blocks[i].Input,
                    $"the output of {blocks[i - 1].Name}, {blocks[i - 1].Output}");
            if (blocks[i].HasExpansionShortcut && ExpandedShape(blocks[i - 1]) != ExpandedShape(blocks[i]))
                throw new InvalidArchitectureException($"Expanded map of {blocks[i].Name}", ExpandedShape(blocks[i]),
                    $"of the shape that {blocks[i - 1].Name} expands to, or the shortcut cannot be added");
        }
        if (blocks[0].HasExpansionShortcut)
            throw new InvalidArchitectureException(blocks[0].Name, "the first block", "behind another, or no expanded map can be added to its own");

        Name = name;
        Blocks = [.. blocks];
        Layers = [.. blocks.SelectMany(block => block.Layers)];
        StateEntries = [.. Layers.SelectMany(layer => layer.StateEntries)];

        var names = new HashSet<string>();
        foreach (var layer in Layers)
            if (!names.Add(layer.Name))
                throw new InvalidArchitectureException("Layer name", layer.Name, "unique in the network");
    }

    /// <summary>Name of the network.</summary>
    public string Name { get; }

    /// <summary>The blocks in execution order.</summary>
    public IReadOnlyList<BlockPlan> Blocks { get; }

    /// <summary>The layers of all blocks in execution order.</summary>
    public IReadOnlyList<LayerPlan> Layers { get; }

    /// <summary>Every entry of the state dict in PyTorch's order; 314 for MobileNetV2 as published.</summary>
    public IReadOnlyList<StateEntry> StateEntries { get; }

    /// <summary>Shape of one image.</summary>
    public TensorShape Input => Blocks[0].Input;

    /// <summary>Shape of one image's output: <c>[classes, 1, 1]</c>, or the last feature map.</summary>
    public TensorShape Output => Blocks[^1].Output;

    /// <summary>Trained numbers; running statistics are not among them.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Mult-adds for one image, convolutions and linear layers: the figure that papers give.</summary>
    public long MultAdds => Layers.Sum(layer => layer.MultAdds);

    /// <summary>Mult-adds for one image as torchinfo counts them, with batch normalisation and biases.</summary>
    public long TorchinfoMultAdds => Layers.Sum(layer => layer.TorchinfoMultAdds);

    /// <summary>The layer at a position.</summary>
    /// <param name="position">A position in this plan.</param>
    public LayerPlan this[LayerPosition position] => Blocks[position.Block].Layers[position.Layer];

    /// <summary>Finds a layer by name.</summary>
    /// <param name="layerName">torchvision's name: <c>features.17.conv.3</c>.</param>
    /// <returns>Its position, or <see langword="null"/> where no layer has that name.</returns>
    public LayerPosition? Find(string layerName)
    {
        for (var block = 0; block < Blocks.Count; block++)
            for (var layer = 0; layer < Blocks[block].Layers.Count; layer++)
                if (Blocks[block].Layers[layer].Name == layerName)
                    return new LayerPosition(block, layer);
        return null;
    }

    /// <summary>
    /// The last feature map at an output stride, as feature pyramids and decoders tap it: a block's output.
    /// At MobileNetV2's last stride that is the head's (<c>features.18</c>).
    /// </summary>
    /// <param name="outputStride">Input pixels a side for one pixel of the map: 2, 4, 8, 16 or 32 in MobileNetV2.</param>
    /// <returns>The last layer of that block, or <see langword="null"/> where no map has this stride.</returns>
    public LayerPosition? LastAtStride(int outputStride)
    {
        LayerPosition? last = null;
        foreach (var (block, _, after) in FeatureStrides())
            if (after == outputStride)
                last = new LayerPosition(block, Blocks[block].Layers.Count - 1);
        return last;
    }

    /// <summary>
    /// The expanded map inside the inverted residual that leaves an output stride, before its depthwise convolution
    /// strides: what SSDLite detects on (arXiv 1801.04381, section 6.2; <c>features.14.conv.0</c> at stride 16).
    /// </summary>
    /// <param name="outputStride">Input pixels a side for one pixel of the map.</param>
    /// <returns>The expansion's activation, or <see langword="null"/> where no block with an expansion leaves this stride.</returns>
    public LayerPosition? ExpansionAtStride(int outputStride)
    {
        foreach (var (block, before, after) in FeatureStrides())
            if (before == outputStride && after != before && Blocks[block].ExpandedLayer is { } expanded)
                return new LayerPosition(block, expanded);
        return null;
    }

    private static TensorShape? ExpandedShape(BlockPlan block) =>
        block.ExpandedLayer is { } expanded ? block.Layers[expanded].Output : null;

    private IEnumerable<(int Block, int Before, int After)> FeatureStrides()
    {
        var stride = 1;
        for (var i = 0; i < Blocks.Count && Blocks[i].Kind != BlockKind.Pooling; i++)
        {
            var before = stride;
            stride *= Blocks[i].Stride;
            yield return (i, before, stride);
        }
    }
}
