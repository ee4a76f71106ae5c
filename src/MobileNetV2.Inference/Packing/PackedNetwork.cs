using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>A network's weights as the kernels read them, in execution order, in one piece of memory.</summary>
internal sealed unsafe class PackedNetwork<T> : IDisposable
    where T : unmanaged
{
    private readonly AlignedBuffer _arena;

    /// <summary>Folds and packs.</summary>
    /// <param name="plan">A MobileNetV2: stem, inverted residuals, head, and perhaps pooling and classifier.</param>
    /// <param name="weights">Has the plan's entries.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    public PackedNetwork(NetworkPlan plan, NetworkWeights<T> weights)
    {
        var layout = new ArenaLayout();
        var features = plan.Blocks.Where(block => block.Kind is BlockKind.ConvNormActivation or BlockKind.InvertedResidual).ToList();
        Stem = new PackedStem(features[0], layout);
        Blocks = [.. Enumerable.Range(1, features.Count - 2).Select(index => new PackedBlock<T>(features[index], index, layout))];
        Head = new PackedConvolution<T>(features[^1], features[^1].Layers[0], layout);
        HeadIndex = features.Count - 1;
        if (plan.Layers[^1] is { Kind: LayerKind.Linear } linear)
            Classifier = new PackedClassifier<T>(linear, layout);

        _arena = new AlignedBuffer(layout.Bytes / sizeof(float));
        var arena = (byte*)_arena.Pointer;
        try
        {
            Stem.Pack(weights, arena);
            foreach (var block in Blocks)
                block.Pack(weights, arena);
            Head.Pack(weights, arena);
            Classifier?.Pack(weights, arena);
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
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

    public void Dispose() => _arena.Dispose();
}
