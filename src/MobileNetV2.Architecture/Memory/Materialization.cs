namespace MobileNets.Architecture;

/// <summary>Which tensors an inference has to hold whole, at least (arXiv 1801.04381, section 5.1 and table 3).</summary>
/// <remarks>Batch normalisation and activations work in place. The image is not counted: it is the caller's.</remarks>
public static class Materialization
{
    /// <summary>
    /// The tensors of a network. A depthwise-separable block leaves both convolutions' outputs. An inverted residual is one operation that
    /// leaves its output only; what is inside exists in parts (<see cref="SplitExpansion"/>), unless the next block adds the expanded map to
    /// its own. In the same way a convolution is joined to what takes its channels one by one: the stem to a first block without expansion, the
    /// head to the pooling.
    /// </summary>
    /// <param name="plan">The network.</param>
    /// <returns>The tensors in the order in which they come into being.</returns>
    public static IReadOnlyList<MaterializedTensor> Of(NetworkPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var tensors = new List<MaterializedTensor>();
        for (var i = 0; i < plan.Blocks.Count; i++)
        {
            var block = plan.Blocks[i];
            var next = i + 1 < plan.Blocks.Count ? plan.Blocks[i + 1] : null;
            switch (block.Kind)
            {
                case BlockKind.DepthwiseSeparable:
                    tensors.AddRange(block.Layers.Where(layer => layer.Kind == LayerKind.Convolution).Select(layer => new MaterializedTensor(layer.Name, layer.Output)));
                    break;
                case BlockKind.ConvNormActivation when next is { Kind: BlockKind.InvertedResidual, ExpansionRatio: 1 } or { Kind: BlockKind.Pooling }:
                    break;
                default:
                    if (next is { HasExpansionShortcut: true } && block.ExpandedLayer is { } expanded)
                        tensors.Add(new MaterializedTensor(block.Layers[expanded].Name, block.Layers[expanded].Output));
                    tensors.Add(new MaterializedTensor(block.Name, block.Output));
                    break;
            }
        }
        return tensors;
    }

    /// <summary>The tensor with the most channels at each height and width: a column of the paper's table 3.</summary>
    /// <param name="tensors">A network's tensors.</param>
    /// <returns>One a size, the largest size first.</returns>
    public static IReadOnlyList<MaterializedTensor> LargestBySize(IEnumerable<MaterializedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. tensors.GroupBy(tensor => (tensor.Shape.Height, tensor.Shape.Width)).Select(size => size.MaxBy(tensor => tensor.Shape.Channels)).OrderByDescending(tensor => tensor.Shape.Pixels)];
    }
}
