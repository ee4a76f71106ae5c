namespace MobileNets.Architecture;

/// <summary>
/// The tree of modules that the dots in the layers' names spell: <c>features.2.conv.0.0</c> is a convolution in a
/// Conv2dNormActivation in a Sequential in an InvertedResidual in the features.
/// </summary>
internal sealed class ModuleNode
{
    private readonly List<ModuleNode> _children = [];
    private readonly BlockKind? _block;

    private ModuleNode(string name, BlockKind? block, LayerPlan? layer)
    {
        Name = name;
        _block = block;
        Layer = layer;
    }

    public string Name { get; }

    /// <summary>The layer, for a module without children.</summary>
    public LayerPlan? Layer { get; }

    public IReadOnlyList<ModuleNode> Children => _children;

    /// <summary>The module's class, as PyTorch and torchvision call it.</summary>
    public string Type => this switch
    {
        { Layer.Kind: LayerKind.Convolution } => "Conv2d",
        { Layer.Kind: LayerKind.BatchNorm } => "BatchNorm2d",
        { Layer.Kind: LayerKind.AveragePool } => "AdaptiveAvgPool2d",
        { Layer: not null } => Layer.Kind.ToString(),
        { _block: BlockKind.InvertedResidual or BlockKind.DepthwiseSeparable } => _block.Value.ToString(),
        { IsConvNormActivation: true } => "Conv2dNormActivation",
        _ => "Sequential",
    };

    private bool IsConvNormActivation =>
        _children is [{ Layer.Kind: LayerKind.Convolution }, { Layer.Kind: LayerKind.BatchNorm }, { Layer.Kind: LayerKind.ReLU6 or LayerKind.ReLU }];

    /// <summary>The layers of this module and all below it, in execution order.</summary>
    public IEnumerable<LayerPlan> Layers => Layer is not null ? [Layer] : _children.SelectMany(child => child.Layers);

    /// <summary>The outermost modules of a network.</summary>
    public static IReadOnlyList<ModuleNode> RootsOf(NetworkPlan plan)
    {
        var network = new ModuleNode(plan.Name, null, null);
        foreach (var block in plan.Blocks)
            foreach (var layer in block.Layers)
                network.Add(layer, block);
        return network.Children;
    }

    private void Add(LayerPlan layer, BlockPlan block)
    {
        var parent = this;
        for (var dot = layer.Name.IndexOf('.'); dot >= 0; dot = layer.Name.IndexOf('.', dot + 1))
        {
            var prefix = layer.Name[..dot];
            var child = parent._children.Find(node => node.Name == prefix);
            if (child is null)
            {
                child = new ModuleNode(prefix, prefix == block.Name ? block.Kind : null, null);
                parent._children.Add(child);
            }
            parent = child;
        }
        parent._children.Add(new ModuleNode(layer.Name, null, layer));
    }
}
