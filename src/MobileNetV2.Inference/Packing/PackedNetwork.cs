using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>A network's weights as the kernels read them, in execution order, in one piece of memory.</summary>
internal sealed unsafe class PackedNetwork : IDisposable
{
    private readonly AlignedBuffer _arena;

    /// <summary>Folds and packs.</summary>
    /// <param name="plan">A MobileNetV2: stem, inverted residuals, head, and perhaps pooling and classifier.</param>
    /// <param name="weights">Has the plan's entries.</param>
    /// <exception cref="WeightsFormatException">A weight is not finite, or a variance negative.</exception>
    public PackedNetwork(NetworkPlan plan, StateDict weights)
    {
        var layout = new ArenaLayout();
        var features = plan.Blocks.Where(block => block.Kind is BlockKind.ConvNormActivation or BlockKind.InvertedResidual).ToList();
        Stem = new PackedConvolution(features[0], features[0].Layers[0], layout);
        Blocks = [.. Enumerable.Range(1, features.Count - 2).Select(index => new PackedBlock(features[index], index, layout))];
        Head = new PackedConvolution(features[^1], features[^1].Layers[0], layout);
        HeadIndex = features.Count - 1;
        if (plan.Layers[^1] is { Kind: LayerKind.Linear } linear)
            Classifier = new PackedClassifier(linear, layout);

        _arena = new AlignedBuffer(layout.Length);
        try
        {
            Stem.Pack(weights, _arena.Pointer);
            foreach (var block in Blocks)
                block.Pack(weights, _arena.Pointer);
            Head.Pack(weights, _arena.Pointer);
            Classifier?.Pack(weights, _arena.Pointer);
        }
        catch
        {
            _arena.Dispose();
            throw;
        }
    }

    /// <summary>The first layer, a 3×3 convolution with stride 2.</summary>
    public PackedConvolution Stem { get; }

    /// <summary>The inverted residuals.</summary>
    public IReadOnlyList<PackedBlock> Blocks { get; }

    /// <summary>The last convolution.</summary>
    public PackedConvolution Head { get; }

    /// <summary>The head's place among the plan's blocks.</summary>
    public int HeadIndex { get; }

    /// <summary>The linear layer, where the network has one.</summary>
    public PackedClassifier? Classifier { get; }

    /// <summary>What the packed weights take.</summary>
    public long Bytes => _arena.Bytes;

    public void Dispose() => _arena.Dispose();
}
