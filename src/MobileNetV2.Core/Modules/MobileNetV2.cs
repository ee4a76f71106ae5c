using MobileNets.Architecture;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>
/// MobileNetV2 (arXiv 1801.04381, table 2) as a TorchSharp module, with torchvision's parameter names: <c>features.0.0.weight</c>
/// … <c>features.18.1.running_var</c>, <c>classifier.1.weight</c>. Initialised as torchvision does.
/// </summary>
/// <example><code>
/// using var model = new MobileNetV2(new MobileNetV2Options { Classes = 102 });
/// using var logits = model.call(images); // [N, 3, 224, 224] → [N, 102]
/// </code></example>
public sealed class MobileNetV2 : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly FusedTrunk trunk;
    private Module<Tensor, Tensor>? classifier;

    /// <summary>Builds the network.</summary>
    /// <param name="options">Width, classes, table and so on; the defaults are the paper's network for 1000 classes.</param>
    /// <exception cref="InvalidArchitectureException">An option is out of its range.</exception>
    public MobileNetV2(MobileNetV2Options? options = null) : base(nameof(MobileNetV2))
    {
        Options = options ?? new MobileNetV2Options();
        Plan = MobileNetV2Plan.Create(Options);
        features = Sequential(Plan.Blocks.Where(IsFeature).Select((block, index) => ($"{index}", Feature(block))));
        var head = Plan.Blocks.FirstOrDefault(block => block.Kind == BlockKind.Classifier);
        classifier = head is null ? null : LayerModules.Sequence(head.Layers, "classifier");
        RegisterComponents();
        Initialization.Apply(this);
        trunk = new FusedTrunk(Plan, features);
    }

    /// <summary>What the network was built with.</summary>
    public MobileNetV2Options Options { get; private set; }

    /// <summary>Every layer with its shapes and costs.</summary>
    public NetworkPlan Plan { get; private set; }

    /// <summary>
    /// What a training step is computed with. It is one where the network is in training mode and gradients are recorded; everything
    /// else always runs on torch's operators, and so do <see cref="FeatureMaps"/>, a network without classifier, the classifier itself and
    /// gradients of gradients.
    /// </summary>
    /// <remarks>Hooks on modules inside <see cref="Features"/> are not called in a fused step: choose <see cref="ComputeMode.Torch"/> to have them.</remarks>
    /// <value>Default <see cref="ComputeMode.Auto"/>: fused unless <see cref="FusedObstacle"/> finds something in the way.</value>
    public ComputeMode Compute { get; set; }

    /// <summary>
    /// The convolutional part: 19 modules, [N, 3, H, W] → [N, 1280, H / 32, W / 32]. With shortcuts between expansions
    /// (<see cref="ShortcutPlacement.Expansion"/>) it cannot be called by itself.
    /// </summary>
    public Sequential Features => features;

    /// <summary>What turns the pooled embedding into logits; null in a feature extractor.</summary>
    public Module<Tensor, Tensor>? Classifier => classifier;

    /// <summary>[N, 3, H, W] → logits [N, classes]; without a classifier the feature map [N, 1280, H / 32, W / 32].</summary>
    /// <param name="input">Normalised images; height and width need not be the planned ones.</param>
    /// <exception cref="InvalidOperationException"><see cref="Compute"/> is <see cref="ComputeMode.Fused"/>, and this training step cannot be.</exception>
    public override Tensor forward(Tensor input)
    {
        if (classifier is null)
            return FeatureMap(input);
        using var embedding = Embed(input);
        return classifier.call(embedding);
    }

    /// <summary>[N, 3, H, W] → the pooled embedding [N, 1280].</summary>
    /// <param name="images">Normalised images.</param>
    /// <exception cref="InvalidOperationException"><see cref="Compute"/> is <see cref="ComputeMode.Fused"/>, and this training step cannot be.</exception>
    public Tensor Embed(Tensor images)
    {
        if (IsFused(images))
            return trunk.Embed(images);
        using var map = FeatureMap(images);
        using var pooled = functional.adaptive_avg_pool2d(map, 1);
        return pooled.flatten(1);
    }

    /// <summary>
    /// What keeps a training step on such images from being fused: another device or element type, options that only torch's operators know
    /// (<see cref="BottleneckActivation.ReLU6"/>, <see cref="ShortcutPlacement.Expansion"/>), or features that are no longer as planned (a module
    /// added, a stride changed).
    /// </summary>
    /// <param name="images">Images; only their shape, type and device count.</param>
    /// <returns>A phrase for a log, or <see langword="null"/> where nothing is in the way.</returns>
    public string? FusedObstacle(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return trunk.Obstacle(images);
    }

    /// <summary>The last feature map at each of the given strides, in the order asked for; the caller disposes them.</summary>
    /// <param name="images">Normalised images, [N, 3, H, W].</param>
    /// <param name="strides">Any of 2, 4, 8, 16, 32 that the plan reaches; the map at stride s is [N, C, H / s, W / s].</param>
    /// <exception cref="ArgumentException">No block ends at a stride.</exception>
    public IReadOnlyList<Tensor> FeatureMaps(Tensor images, params ReadOnlySpan<int> strides)
    {
        var blocks = new int[strides.Length];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = Plan.LastAtStride(strides[i])?.Block ?? throw new ArgumentException($"No feature map has stride {strides[i]}.", nameof(strides));
        var maps = new Tensor[strides.Length];
        if (maps.Length == 0)
            return maps;
        using var walk = CreateWalk();
        var map = images.alias();
        for (var block = 0; block <= blocks.Max(); block++)
        {
            var next = walk?.Step(map) ?? features[block].call(map);
            map.Dispose();
            map = next;
            for (var i = 0; i < blocks.Length; i++)
                if (blocks[i] == block)
                    maps[i] = map.alias();
        }
        map.Dispose();
        return maps;
    }

    /// <summary>Replaces the classifier by a freshly initialised one on the features' device: transfer learning's first step. Build the optimiser afterwards.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="dropout">Dropout probability in [0, 1), or null for what the network has.</param>
    /// <exception cref="InvalidArchitectureException">A value is out of its range.</exception>
    public void ReplaceClassifier(int classes, double? dropout = null)
    {
        var options = Options with { IncludeClassifier = true, Classes = classes, Dropout = dropout ?? Options.Dropout };
        var plan = MobileNetV2Plan.Create(options);
        var head = LayerModules.Sequence(plan.Blocks[^1].Layers, "classifier");
        Initialization.Apply(head);
        var like = features.parameters().First();
        ReplaceHead(head.to(like.device, like.dtype));
        (Options, Plan) = (options, plan);
    }

    /// <summary>
    /// Puts any module of [N, 1280] → [N, …] in the classifier's place, under the name <c>classifier</c>. The old one is
    /// disposed. <see cref="Plan"/> keeps describing the planned network.
    /// </summary>
    /// <param name="head">The new head; it belongs to the network from now on.</param>
    public void ReplaceHead(Module<Tensor, Tensor> head)
    {
        ArgumentNullException.ThrowIfNull(head);
        if (classifier is not null)
        {
            _internal_submodules.Remove("classifier");
            classifier.Dispose();
        }
        head.train(training);
        classifier = head;
        register_module("classifier", head);
    }

    /// <summary>Frees the network's tensors and what fused training keeps.</summary>
    /// <param name="disposing">False in the finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            trunk.Dispose();
        base.Dispose(disposing);
    }

    private bool IsFused(Tensor images)
    {
        if (Compute == ComputeMode.Torch || !training || !is_grad_enabled())
            return false;
        var obstacle = trunk.Obstacle(images);
        if (obstacle is not null && Compute == ComputeMode.Fused)
            throw new InvalidOperationException($"This training step cannot be fused: {obstacle}. Set {nameof(Compute)} to {nameof(ComputeMode.Auto)} or {nameof(ComputeMode.Torch)} to run it on torch's operators.");
        return obstacle is null;
    }

    private Tensor FeatureMap(Tensor images)
    {
        using var walk = CreateWalk();
        if (walk is null)
            return features.call(images);
        var map = walk.Step(images);
        for (var i = 1; i < features.Count; i++)
        {
            using var before = map;
            map = walk.Step(before);
        }
        return map;
    }

    // Null where no block needs another's expanded map: modules then call each other as usual, hooks and all.
    private FeatureWalk? CreateWalk() => Options.Shortcut == ShortcutPlacement.Expansion ? new FeatureWalk(features) : null;

    private static bool IsFeature(BlockPlan block) => block.Kind is not (BlockKind.Pooling or BlockKind.Classifier);

    private static Module<Tensor, Tensor> Feature(BlockPlan block) =>
        block.Kind == BlockKind.InvertedResidual ? new InvertedResidual(block) : LayerModules.Sequence(block.Layers, block.Name);
}
