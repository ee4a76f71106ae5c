namespace MobileNets.Architecture;

/// <summary>Where a layer is in a plan; its output is what a tap hands out.</summary>
/// <param name="Block">Index into <see cref="NetworkPlan.Blocks"/>.</param>
/// <param name="Layer">Index into that block's <see cref="BlockPlan.Layers"/>. The last layer stands for the block's
/// output, its shortcut included.</param>
public readonly record struct LayerPosition(int Block, int Layer);
