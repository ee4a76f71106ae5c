using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>A network's weights as the kernels read them, in execution order, in one piece of memory.</summary>
internal sealed unsafe class PackedNetwork<T> : IDisposable
    where T : unmanaged
{
    private readonly Arena _arena = new();

    /// <summary>Lays the weights out; they are zero until <see cref="Pack"/>.</summary>
    /// <param name="plan">A MobileNetV2: stem, inverted residuals, head, and perhaps pooling and classifier.</param>
    public PackedNetwork(NetworkPlan plan)
    {
        var features = plan.Blocks.Where(block => block.Kind is BlockKind.ConvNormActivation or BlockKind.InvertedResidual).ToList();
        Stem = new PackedStem(features[0], _arena);
        Blocks = [.. Enumerable.Range(1, features.Count - 2).Select(index => new PackedBlock<T>(features[index], index, _arena))];
        Head = new PackedConvolution<T>(features[^1], features[^1].Layers[0], _arena);
        HeadIndex = features.Count - 1;
        if (plan.Layers[^1] is { Kind: LayerKind.Linear } linear)
            Classifier = new PackedClassifier<T>(linear, _arena);
        _arena.Allocate();
    }

    /// <summary>The first layer, a 3×3 convolution with stride 2.</summary>
    public PackedStem Stem { get; }

    /// <summary>The inverted residuals.</summary>
    public IReadOnlyList<PackedBlock<T>> Blocks { get; }

    /// <summary>The last convolution.</summary>
    public PackedConvolution<T> Head { get; }

    /// <summary>The head's place among the plan's blocks.</summary>
    public int HeadIndex { get; }

    /// <summary>The linear layer, where the network has one.</summary>
    public PackedClassifier<T>? Classifier { get; }

    /// <summary>What the packed weights take.</summary>
    public long Bytes => _arena.Bytes;

    /// <summary>Folds and packs.</summary>
    /// <param name="weights">Has the plan's entries.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    public void Pack(NetworkWeights<T> weights)
    {
        Stem.Pack(weights);
        foreach (var block in Blocks)
            block.Pack(weights);
        Head.Pack(weights);
        Classifier?.Pack(weights);
    }

    public void Dispose() => _arena.Dispose();
}
