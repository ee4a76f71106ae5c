using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>The first layer, a 3×3 convolution with stride 2: panels <c>[panel][inputs · taps][16]</c> of floats, whatever its output is.</summary>
internal sealed unsafe class PackedStem
{
    private readonly BlockPlan _block;
    private readonly Arena _arena;
    private readonly long _offset;
    private readonly PackedScale<float> _bias;

    /// <summary>Takes its place in memory.</summary>
    public PackedStem(BlockPlan block, Arena arena)
    {
        _block = block;
        _arena = arena;
        _offset = arena.Place<float>(Panels.Blocks(Output.Channels) * (long)FilterLength * KernelSet.BlockChannels);
        _bias = new PackedScale<float>(Output.Channels, KernelSet.BlockChannels, arena);
    }

    /// <summary>Shape of a picture.</summary>
    public TensorShape Input => _block.Input;

    public TensorShape Output => _block.Output;

    /// <summary>The first panel.</summary>
    public float* Weights => _arena.At<float>(_offset);

    /// <summary>A number an output channel, whole blocks.</summary>
    public float* Bias => _bias.Bias;

    /// <summary>What 1 stands for in the output.</summary>
    public float OutputStep { get; private set; }

    private int FilterLength => Input.Channels * _block.Layers[0].Kernel * _block.Layers[0].Kernel;

    /// <summary>Fills its place.</summary>
    public void Pack<T>(NetworkWeights<T> weights)
        where T : unmanaged
    {
        OutputStep = weights.OutputStep(_block);
        var stem = weights.Stem(_block);
        Panels.PackAll(stem.Filters, FilterLength, Weights, FilterLength * KernelSet.BlockChannels);
        _bias.Pack(stem);
    }
}
