using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// The linear layer, in slabs of 32 inputs so that it can be applied as the head's channels come: <c>[slab][panel][32][112]</c>, integers
/// in pairs of inputs.
/// </summary>
internal sealed unsafe class PackedClassifier<T>
    where T : unmanaged
{
    /// <summary>Inputs in a slab.</summary>
    public const int SlabInputs = 32;

    private const nint PanelLength = (nint)SlabInputs * KernelSet.ClassifierPanel;

    private readonly LayerPlan _linear;
    private readonly Arena _arena;
    private readonly int _slabCount;
    private readonly long _offset;
    private readonly PackedScale<T> _scale;

    public PackedClassifier(LayerPlan linear, Arena arena)
    {
        _linear = linear;
        _arena = arena;
        _slabCount = (linear.Input.Channels + SlabInputs - 1) / SlabInputs;
        PanelCount = (Classes + KernelSet.ClassifierPanel - 1) / KernelSet.ClassifierPanel;
        _scale = new PackedScale<T>(Classes, KernelSet.ClassifierPanel, arena);
        _offset = arena.Place<T>(_slabCount * PanelCount * (long)PanelLength);
    }

    public int Classes => _linear.Output.Channels;

    /// <summary>Panels of 112 classes.</summary>
    public int PanelCount { get; }

    /// <summary>A number a class, whole panels.</summary>
    public float* Bias => _scale.Bias;

    /// <summary>Of integers, a number a class, whole panels.</summary>
    public float* Scale => _scale.Scale;

    /// <summary>Fills its place.</summary>
    public void Pack(NetworkWeights<T> weights)
    {
        var inputs = _linear.Input.Channels;
        var layer = weights.Classifier(_linear);
        for (var slab = 0; slab < _slabCount; slab++)
            for (var panel = 0; panel < PanelCount; panel++)
                Panels.Pack(layer.Filters, inputs, slab * SlabInputs, Math.Min(SlabInputs, inputs - slab * SlabInputs),
                    panel * KernelSet.ClassifierPanel, KernelSet.ClassifierPanel, Panel(slab, panel));
        _scale.Pack(layer);
    }

    public T* Panel(int slab, int panel) => _arena.At<T>(_offset) + ((nint)slab * PanelCount + panel) * PanelLength;

    /// <summary>The memory of some panels of neighbouring slabs.</summary>
    public MemoryRange PanelRange(int slab, int slabs, int first, int count) =>
        new(Panel(slab, first), count * PanelLength * sizeof(T), slabs, PanelCount * PanelLength * sizeof(T));
}
