using MobileNets.Architecture;
using MobileNets.Kernels;
using MobileNets.Weights;

namespace MobileNets.Inference;

/// <summary>
/// An inverted residual. For every 16 expanded channels one panel holds what they take on their way: expansion <c>[inputs][16]</c> (where there
/// is one), then the depthwise filters <c>[9][16]</c> and bias. The expansion's biases come before the panels, the projection after them.
/// </summary>
internal sealed unsafe class PackedBlock
{
    private const int Taps = 9;

    // What most processors' first-level caches hold, 32 KiB, less what passes through meanwhile.
    private const int CacheBytes = 26 * 1024;

    private readonly BlockPlan _plan;
    private readonly LayerPlan? _expansion;
    private readonly LayerPlan _depthwise;
    private readonly nint _depthwiseOffset;
    private readonly long _biasOffset;
    private readonly long _offset;
    private float* _expansionBias;
    private float* _panels;

    public PackedBlock(BlockPlan plan, int index, ArenaLayout layout)
    {
        _plan = plan;
        Index = index;
        var convolutions = plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution).ToList();
        _expansion = convolutions.Count == 3 ? convolutions[0] : null;
        _depthwise = convolutions[^2];
        Input = plan.Input;
        Output = plan.Output;
        ExpandedChannels = _depthwise.Input.Channels;
        ExpandedBlocks = Panels.Blocks(ExpandedChannels);
        Stride = _depthwise.Stride;
        Dilation = _depthwise.Dilation;
        _depthwiseOffset = _expansion is null ? 0 : (nint)plan.Input.Channels * KernelSet.BlockChannels;
        PanelStride = _depthwiseOffset + (Taps + 1) * KernelSet.BlockChannels;
        _biasOffset = layout.Place(_expansion is null ? 0 : (long)ExpandedBlocks * KernelSet.BlockChannels);
        _offset = layout.Place(ExpandedBlocks * (long)PanelStride);
        Projection = new PackedConvolution(plan, convolutions[^1], layout);
    }

    /// <summary>Place among the plan's blocks.</summary>
    public int Index { get; }

    public TensorShape Input { get; }

    public TensorShape Output { get; }

    public bool HasShortcut => _plan.HasShortcut;

    public bool Expands => _expansion is not null;

    public int ExpandedChannels { get; }

    public int ExpandedBlocks { get; }

    public int Stride { get; }

    public int Dilation { get; }

    /// <summary>The linear 1×1 convolution at the end.</summary>
    public PackedConvolution Projection { get; }

    /// <summary>Floats from a panel to the next.</summary>
    public nint PanelStride { get; }

    /// <summary>Fills its place.</summary>
    public void Pack(StateDict weights, float* arena)
    {
        _expansionBias = arena + _biasOffset;
        _panels = arena + _offset;
        var expansion = _expansion is null ? null : Folding.Fold(weights, _plan, _expansion);
        var depthwise = Folding.Fold(weights, _plan, _depthwise);
        for (var block = 0; block < ExpandedBlocks; block++)
        {
            var first = block * KernelSet.BlockChannels;
            var count = Math.Min(KernelSet.BlockChannels, ExpandedChannels - first);
            if (expansion is not null)
            {
                Panels.Pack(expansion.Weight, Input.Channels, 0, Input.Channels, first, KernelSet.BlockChannels, Expansion(block));
                Panels.Copy(expansion.Bias.AsSpan(first, count), ExpansionBias(block));
            }
            Panels.Pack(depthwise.Weight, Taps, 0, Taps, first, KernelSet.BlockChannels, Depthwise(block));
            Panels.Copy(depthwise.Bias.AsSpan(first, count), DepthwiseBias(block));
        }
        Projection.Pack(weights, arena);
    }

    /// <summary>The expansion's weights for a block of expanded channels.</summary>
    public float* Expansion(int block) => _panels + block * PanelStride;

    public float* ExpansionBias(int block) => _expansionBias + block * KernelSet.BlockChannels;

    public float* Depthwise(int block) => _panels + block * PanelStride + _depthwiseOffset;

    public float* DepthwiseBias(int block) => Depthwise(block) + Taps * KernelSet.BlockChannels;

    /// <summary>The memory of some panels.</summary>
    public MemoryRange PanelRange(int first, int count) => new(Expansion(first), count * PanelStride * sizeof(float));

    /// <summary>
    /// How many blocks of channels to expand at a time: two keep the processor's multipliers busier than one, unless what they expand into is
    /// too large to be still in the first-level cache when it is filtered.
    /// </summary>
    /// <param name="floats">Floats that one block is expanded into.</param>
    public static int BlocksAtATime(nint floats) => 2 * floats * sizeof(float) <= CacheBytes ? 2 : 1;
}
