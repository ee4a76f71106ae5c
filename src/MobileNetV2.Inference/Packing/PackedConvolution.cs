using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>A dense convolution, batch normalisation folded in: panels <c>[panel][inputs · taps][16]</c>, then the biases.</summary>
internal sealed unsafe class PackedConvolution
{
    private readonly BlockPlan _block;
    private readonly LayerPlan _convolution;
    private readonly long _offset;
    private readonly long _biasOffset;

    /// <summary>Takes its place in memory.</summary>
    /// <param name="block">The block that it is in, where its batch normalisation follows.</param>
    /// <param name="convolution">The layer.</param>
    /// <param name="layout">Where places are had.</param>
    public PackedConvolution(BlockPlan block, LayerPlan convolution, ArenaLayout layout)
    {
        _block = block;
        _convolution = convolution;
        FilterLength = convolution.Input.Channels * convolution.Kernel * convolution.Kernel;
        PanelCount = Panels.Blocks(convolution.Output.Channels);
        _offset = layout.Place(PanelCount * (long)PanelStride);
        _biasOffset = layout.Place((long)PanelCount * KernelSet.BlockChannels);
    }

    /// <summary>Shape of the input of one image.</summary>
    public TensorShape Input => _convolution.Input;

    /// <summary>Shape of the output for one image.</summary>
    public TensorShape Output => _convolution.Output;

    /// <summary>Weights an output channel.</summary>
    public int FilterLength { get; }

    /// <summary>Panels of 16 output channels.</summary>
    public int PanelCount { get; }

    /// <summary>Floats from a panel to the next.</summary>
    public nint PanelStride => (nint)FilterLength * KernelSet.BlockChannels;

    /// <summary>The first panel.</summary>
    public float* Weights { get; private set; }

    /// <summary>A number an output channel, whole blocks.</summary>
    public float* Bias { get; private set; }

    /// <summary>Fills its place.</summary>
    public void Pack(StateDict weights, float* arena)
    {
        Weights = arena + _offset;
        Bias = arena + _biasOffset;
        var folded = Folding.Fold(weights, _block, _convolution);
        Panels.PackAll(folded.Weight, FilterLength, Weights);
        Panels.Copy(folded.Bias, Bias);
    }

    /// <summary>The memory of some panels.</summary>
    public MemoryRange PanelRange(int first, int count) =>
        new(Weights + first * PanelStride, Math.Min(count, PanelCount - first) * PanelStride * sizeof(float));
}
