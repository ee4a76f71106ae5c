using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// The linear layer, in slabs of 32 inputs so that it can be applied as the head's channels come: <c>[slab][panel][32][112]</c>.
/// </summary>
internal sealed unsafe class PackedClassifier
{
    /// <summary>Inputs in a slab.</summary>
    public const int SlabInputs = 32;

    private const nint PanelFloats = (nint)SlabInputs * KernelSet.ClassifierPanel;

    private readonly LayerPlan _linear;
    private readonly int _slabCount;
    private readonly long _offset;
    private readonly long _biasOffset;
    private float* _weights;

    public PackedClassifier(LayerPlan linear, ArenaLayout layout)
    {
        _linear = linear;
        _slabCount = (linear.Input.Channels + SlabInputs - 1) / SlabInputs;
        PanelCount = (Classes + KernelSet.ClassifierPanel - 1) / KernelSet.ClassifierPanel;
        _biasOffset = layout.Place((long)PanelCount * KernelSet.ClassifierPanel);
        _offset = layout.Place(_slabCount * PanelCount * (long)PanelFloats);
    }

    public int Classes => _linear.Output.Channels;

    /// <summary>Panels of 112 classes.</summary>
    public int PanelCount { get; }

    /// <summary>A number a class, whole panels.</summary>
    public float* Bias { get; private set; }

    /// <summary>Fills its place.</summary>
    /// <exception cref="WeightsFormatException">A weight is not finite.</exception>
    public void Pack(StateDict weights, float* arena)
    {
        _weights = arena + _offset;
        Bias = arena + _biasOffset;
        var inputs = _linear.Input.Channels;
        var matrix = FiniteWeights.Read(weights, $"{_linear.Name}.weight");
        for (var slab = 0; slab < _slabCount; slab++)
            for (var panel = 0; panel < PanelCount; panel++)
                Panels.Pack(matrix, inputs, slab * SlabInputs, Math.Min(SlabInputs, inputs - slab * SlabInputs),
                    panel * KernelSet.ClassifierPanel, KernelSet.ClassifierPanel, Panel(slab, panel));
        Panels.Copy(FiniteWeights.Read(weights, $"{_linear.Name}.bias"), Bias);
    }

    public float* Panel(int slab, int panel) => _weights + ((nint)slab * PanelCount + panel) * PanelFloats;

    /// <summary>The memory of some panels of a slab.</summary>
    public MemoryRange PanelRange(int slab, int first, int count) => new(Panel(slab, first), count * PanelFloats * sizeof(float));
}
