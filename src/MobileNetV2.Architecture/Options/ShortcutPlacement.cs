namespace MobileNets.Architecture;

/// <summary>
/// What the shortcuts of a MobileNetV2 connect. Every placement bridges the same blocks, those of stride 1 that keep their channels: ten in
/// the network as published. Compared in arXiv 1801.04381, figure 6b.
/// </summary>
public enum ShortcutPlacement
{
    /// <summary>The narrow ends: a block's input is added to its output (the inverted residual, arXiv 1801.04381, section 3.3).</summary>
    Bottleneck,

    /// <summary>
    /// The wide middles, as in a classic residual network: a block's expanded map, after its activation, is added to that of the block behind it.
    /// Where one of the two expands nothing (ratio 1), or both expand by different ratios, there is no shortcut.
    /// </summary>
    Expansion,

    /// <summary>Nothing.</summary>
    None,
}
