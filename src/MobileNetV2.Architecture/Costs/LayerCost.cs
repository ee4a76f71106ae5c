namespace MobileNets.Architecture;

/// <summary>A row of a <see cref="CostTable"/>: what a layer is and what it costs a batch.</summary>
/// <param name="Layer">The layer: name, kernel, stride, groups, parameters.</param>
/// <param name="Type">The module's class: <c>Conv2d</c>, <c>BatchNorm2d</c>.</param>
/// <param name="MultAdds">Mult-adds for the whole batch, convolutions and linear layers.</param>
/// <param name="Share">Its share of the network's mult-adds, 0 to 1.</param>
/// <param name="ActivationBytes">Bytes of its output for the whole batch, in 32-bit floats. Activation functions are counted like every
/// layer, though they work in place.</param>
public sealed record LayerCost(LayerPlan Layer, string Type, long MultAdds, double Share, long ActivationBytes);
