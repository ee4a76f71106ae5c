using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>A 1×1 convolution: panels <c>[panel][inputs][16]</c>, integers in pairs of inputs, then the biases and scales.</summary>
internal sealed unsafe class PackedConvolution<T>
    where T : unmanaged
{
    private readonly BlockPlan _block;
    private readonly LayerPlan _convolution;
    private readonly Arena _arena;
    private readonly long _offset;
    private readonly PackedScale<T> _scale;

    /// <summary>Takes its place in memory.</summary>
    /// <param name="block">The block that it is the last convolution of.</param>
    /// <param name="convolution">The layer.</param>
    /// <param name="arena">Where the weights are to be.</param>
    public PackedConvolution(BlockPlan block, LayerPlan convolution, Arena arena)
    {
        _block = block;
        _convolution = convolution;
        _arena = arena;
        PanelStride = Panels.Length<T>(convolution.Input.Channels);
        PanelCount = Panels.Blocks(convolution.Output.Channels);
        _offset = arena.Place<T>(PanelCount * (long)PanelStride);
        _scale = new PackedScale<T>(convolution.Output.Channels, KernelSet.BlockChannels, arena);
    }

    /// <summary>Shape of the input of one image.</summary>
    public TensorShape Input => _convolution.Input;

    /// <summary>Shape of the output for one image.</summary>
    public TensorShape Output => _convolution.Output;

    /// <summary>Panels of 16 output channels.</summary>
    public int PanelCount { get; }

    /// <summary>Numbers from a panel to the next.</summary>
    public nint PanelStride { get; }

    /// <summary>The first panel.</summary>
    public T* Weights => _arena.At<T>(_offset);

    /// <summary>A number an output channel, whole blocks.</summary>
    public float* Bias => _scale.Bias;

    /// <summary>Of integers, a number an output channel, whole blocks.</summary>
    public float* Scale => _scale.Scale;

    /// <summary>What 1 stands for in the output.</summary>
    public float OutputStep { get; private set; }

    /// <summary>Fills its place.</summary>
    public void Pack(NetworkWeights<T> weights)
    {
        OutputStep = weights.OutputStep(_block);
        var layer = weights.Pointwise(_block, _convolution);
        Panels.PackAll(layer.Filters, Input.Channels, Weights, PanelStride);
        _scale.Pack(layer);
    }

    /// <summary>The memory of some panels.</summary>
    public MemoryRange PanelRange(int first, int count) =>
        new(Weights + first * PanelStride, Math.Min(count, PanelCount - first) * PanelStride * sizeof(T));
}
