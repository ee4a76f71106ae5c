using MobileNets.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>
/// The inverted residual with linear bottleneck: 1×1 expansion and ReLU6 (left out when t = 1), 3×3 depthwise convolution and
/// ReLU6, 1×1 linear projection, each with batch normalisation; the input is added when the stride is 1 and the channels agree.
/// Paper: arXiv 1801.04381, section 3.3 and table 1.
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
    public override Tensor forward(Tensor input)
    {
        var residual = conv.call(input);
        if (!Plan.HasShortcut)
            return residual;
        using (residual)
            return input.add(residual);
    }
}
