using MobileNets.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>
/// MobileNetV1 (arXiv 1704.04861, table 1) as a TorchSharp module, to compare MobileNetV2 with: a stem and 13 depthwise-separable
/// convolutions. Parameters are named as the plan's layers are; they are initialised as MobileNetV2's.
/// </summary>
/// <example><code>
/// using var model = new MobileNetV1(MobileNetV1Plan.Create(classes: 102));
/// using var logits = model.call(images); // [N, 3, 224, 224] → [N, 102]
/// </code></example>
public sealed class MobileNetV1 : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Builds the network.</summary>
    /// <param name="plan">What <see cref="MobileNetV1Plan"/> made; <see langword="null"/> for the paper's network for 1000 classes.</param>
    /// <exception cref="ArgumentException">The plan is another network's.</exception>
    public MobileNetV1(NetworkPlan? plan = null) : base(nameof(MobileNetV1))
    {
        Plan = plan ?? MobileNetV1Plan.Create();
        if (Plan.Blocks.ToArray() is not [{ Kind: BlockKind.ConvNormActivation }, .. var separable, { Kind: BlockKind.Pooling }, { Kind: BlockKind.Classifier } head]
            || separable.Any(block => block.Kind != BlockKind.DepthwiseSeparable))
            throw new ArgumentException($"{Plan.Name} is not a stem, depthwise-separable convolutions, pooling and a classifier.", nameof(plan));
        features = LayerModules.Sequence(Plan.Layers, "features");
        classifier = LayerModules.Sequence(head.Layers, "classifier");
        RegisterComponents();
        Initialization.Apply(this);
    }

    /// <summary>Every layer with its shapes and costs.</summary>
    public NetworkPlan Plan { get; }

    /// <summary>[N, 3, H, W] → logits [N, classes].</summary>
    /// <param name="input">Normalised images; height and width need not be the planned ones.</param>
    public override Tensor forward(Tensor input)
    {
        using var map = features.call(input);
        using var pooled = functional.adaptive_avg_pool2d(map, 1);
        using var embedding = pooled.flatten(1);
        return classifier.call(embedding);
    }
}
