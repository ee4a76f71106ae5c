using MobileNets.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>
/// The inverted residual with linear bottleneck: 1×1 expansion and ReLU6 (left out when t = 1), 3×3 depthwise convolution and
/// ReLU6, 1×1 linear projection, each with batch normalisation; the input is added when the stride is 1 and the channels agree.
/// Paper: arXiv 1801.04381, section 3.3 and table 1. The plan may ask for a ReLU6 bottleneck or other shortcuts (figure 6).
/// </summary>
public sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;

    /// <summary>Builds the block from its plan.</summary>
    /// <param name="plan">A block of kind <see cref="BlockKind.InvertedResidual"/>.</param>
    /// <exception cref="ArgumentException">The block is of another kind.</exception>
    public InvertedResidual(BlockPlan plan) : base(nameof(InvertedResidual))
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Kind != BlockKind.InvertedResidual)
            throw new ArgumentException($"{plan.Name} is a {plan.Kind}, not an inverted residual.", nameof(plan));
        Plan = plan;
        conv = LayerModules.Sequence(plan.Layers, plan.Name + ".conv");
        RegisterComponents();
    }

    /// <summary>What the block was built from.</summary>
    public BlockPlan Plan { get; }

    /// <summary>The layers, without the shortcut.</summary>
    internal Sequential Sequence => conv;

    /// <summary>[N, C, H, W] → [N, C', H / stride, W / stride], sizes rounded up.</summary>
    /// <param name="input">Float tensor with the planned number of channels; height and width are free.</param>
    /// <exception cref="InvalidOperationException">The block adds the expanded map of the block before: only the network has both.</exception>
    public override Tensor forward(Tensor input)
    {
        if (Plan.HasExpansionShortcut)
            throw new InvalidOperationException($"{Plan.Name} adds the expanded map of the block before, which it does not have by itself; call the network, or its FeatureMaps.");
        var residual = conv.call(input);
        if (!Plan.HasShortcut)
            return residual;
        using (residual)
            return input.add(residual);
    }

    /// <summary>The block with its expanded map, which the next block may add to its own.</summary>
    /// <param name="input">As in <see cref="forward"/>.</param>
    /// <param name="expandedBefore">The expanded map of the block before; used where the plan says so.</param>
    /// <returns>Output and expanded map; the caller disposes both. No map where nothing is expanded.</returns>
    internal (Tensor Output, Tensor? Expanded) Forward(Tensor input, Tensor? expandedBefore)
    {
        if (Plan.ExpandedLayer is null)
            return (call(input), null);
        var expanded = conv[0].call(input);
        if (Plan.HasExpansionShortcut)
        {
            using var own = expanded;
            expanded = own.add(expandedBefore!);
        }
        var map = expanded.alias();
        for (var i = 1; i < conv.Count; i++)
        {
            using var before = map;
            map = conv[i].call(before);
        }
        if (!Plan.HasShortcut)
            return (map, expanded);
        using (map)
            return (input.add(map), expanded);
    }
}
