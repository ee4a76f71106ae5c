namespace MobileNets.Architecture;

/// <summary>
/// What an inverted residual holds at a time when its expanded channels are computed in t parts, one after another (arXiv 1801.04381, section
/// 5.1, equation 5): its input, the sums of its output, and a part of the channels before and after the depthwise convolution.
/// </summary>
/// <param name="InputElements">Numbers of the input; it stays for the shortcut and the next part.</param>
/// <param name="OutputElements">Numbers of the output.</param>
/// <param name="InnerElements">Numbers of one part's expanded and filtered channels; without an expansion, of the filtered ones.</param>
public readonly record struct SplitExpansion(long InputElements, long OutputElements, long InnerElements)
{
    /// <summary>All of it.</summary>
    public long Elements => InputElements + OutputElements + InnerElements;

    /// <summary>Counts a block.</summary>
    /// <param name="block">An inverted residual.</param>
    /// <param name="parts">t, at least 1; beyond the expanded channels, one channel at a time.</param>
    /// <exception cref="ArgumentException">The block is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="parts"/> is below 1.</exception>
    public static SplitExpansion Of(BlockPlan block, int parts)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (block.Kind != BlockKind.InvertedResidual)
            throw new ArgumentException($"{block.Name} is a {block.Kind}, not an inverted residual.", nameof(block));
        var depthwise = block.Layers.First(layer => layer.IsDepthwise);
        var channels = (depthwise.Input.Channels + (long)parts - 1) / parts;
        var expanded = block.ExpansionRatio > 1 ? depthwise.Input.Pixels : 0;
        return new SplitExpansion(block.Input.Elements, block.Output.Elements, channels * (expanded + depthwise.Output.Pixels));
    }
}
