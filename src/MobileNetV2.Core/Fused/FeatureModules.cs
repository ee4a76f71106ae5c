using MobileNets.Architecture;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>The modules of the features as they were built: tells whether they are still the planned network.</summary>
internal sealed class FeatureModules
{
    private readonly List<(Sequential Sequence, IModule<Tensor, Tensor>[] Modules, string Name)> _sequences = [];
    private readonly List<FeatureLayer> _layers = [];
    private readonly NetworkPlan _plan;
    private readonly long _stride;

    /// <param name="plan">What <paramref name="features"/> were built from.</param>
    /// <param name="features">The features, untouched yet.</param>
    public FeatureModules(NetworkPlan plan, Sequential features)
    {
        _plan = plan;
        _stride = plan.Blocks.Aggregate(1L, (stride, block) => stride * block.Stride);
        var built = new List<IModule<Tensor, Tensor>>();
        Collect(features, "features", built);
        var convolutions = plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution);
        var pairs = built.OfType<Conv2d>().Zip(built.OfType<BatchNorm2d>());
        _layers.AddRange(convolutions.Zip(pairs, (layer, pair) => new FeatureLayer(layer, pair.First, pair.Second)));
    }

    /// <summary>The convolutions with their batch norms, in execution order.</summary>
    public IReadOnlyList<FeatureLayer> Layers => _layers;

    /// <summary>What keeps a training step on these images from being computed as planned; null where nothing does.</summary>
    public string? Obstacle(Tensor images) => ImagesObstacle(images) ?? EditObstacle() ?? _layers.Select(layer => layer.Obstacle).FirstOrDefault(found => found is not null);

    private string? ImagesObstacle(Tensor images)
    {
        if (images.device_type != TorchSharp.DeviceType.CPU)
            return $"the images are on {images.device}";
        if (images.dtype != ScalarType.Float32)
            return $"the images are {images.dtype}, not Float32";
        if (images.shape is not [var count, var channels, var height, var width] || channels != _plan.Input.Channels || images.numel() == 0)
            return $"the images are [{string.Join(", ", images.shape)}], not [N, {_plan.Input.Channels}, H, W]";
        if (images.numel() > int.MaxValue / sizeof(float))
            return "the images take 2 GiB or more";
        var pixels = ((height - 1) / _stride + 1) * ((width - 1) / _stride + 1);
        return count * pixels == 1 && _layers.Any(layer => layer.Norm.training) ? "one value a channel has no variance" : null;
    }

    private string? EditObstacle()
    {
        foreach (var (sequence, modules, name) in _sequences)
        {
            if (sequence.Count != modules.Length)
                return $"{name} has {sequence.Count} modules, not the planned {modules.Length}";
            for (var i = 0; i < modules.Length; i++)
                if (!ReferenceEquals(sequence[i], modules[i]))
                    return $"{name}.{i} has been replaced";
        }
        return null;
    }

    private void Collect(Sequential sequence, string name, List<IModule<Tensor, Tensor>> leaves)
    {
        var modules = Enumerable.Range(0, sequence.Count).Select(i => sequence[i]).ToArray();
        _sequences.Add((sequence, modules, name));
        for (var i = 0; i < modules.Length; i++)
        {
            switch (modules[i])
            {
                case Sequential nested: Collect(nested, $"{name}.{i}", leaves); break;
                case InvertedResidual block: Collect(block.Sequence, $"{name}.{i}.conv", leaves); break;
                default: leaves.Add(modules[i]); break;
            }
        }
    }
}
