using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>
/// An inverted residual. For every 16 expanded channels one panel holds what they take on their way: expansion <c>[inputs][16]</c> (where there
/// is one), then the depthwise filters <c>[9][16]</c>, bias and, of integers, scale. The expansion's biases and scales come before the panels, the
/// projection after them.
/// </summary>
internal sealed unsafe class PackedBlock<T>
    where T : unmanaged
{
    // What most processors' first-level caches hold, 32 KiB, less what passes through meanwhile.
    private const int CacheBytes = 26 * 1024;

    private readonly BlockPlan _plan;
    private readonly Arena _arena;
    private readonly LayerPlan? _expansion;
    private readonly LayerPlan _depthwise;
    private readonly nint _depthwiseOffset;
    private readonly PackedScale<T>? _expansionScale;
    private readonly long _offset;

    public PackedBlock(BlockPlan plan, int index, Arena arena)
    {
        _plan = plan;
        _arena = arena;
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
        _depthwiseOffset = _expansion is null ? 0 : Panels.Length<T>(plan.Input.Channels);
        PanelStride = _depthwiseOffset + DepthwiseLength + (nint)Tensors.InPlaceOf<T>((typeof(T) == typeof(float) ? 1 : 2) * KernelSet.BlockChannels);
        _expansionScale = _expansion is null ? null : new PackedScale<T>(ExpandedChannels, KernelSet.BlockChannels, arena);
        _offset = arena.Place<T>(ExpandedBlocks * (long)PanelStride);
        Projection = new PackedConvolution<T>(plan, convolutions[^1], arena);
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
    public PackedConvolution<T> Projection { get; }

    /// <summary>Numbers from a panel to the next.</summary>
    public nint PanelStride { get; }

    /// <summary>What 1 stands for in the output.</summary>
    public float OutputStep { get; private set; }

    /// <summary>What the shortcut is multiplied by.</summary>
    public float ResidualScale { get; private set; }

    private static nint DepthwiseLength => DepthwiseFilter.Length<T>() * KernelSet.BlockChannels;

    /// <summary>Fills its place.</summary>
    public void Pack(NetworkWeights<T> weights)
    {
        OutputStep = weights.OutputStep(_plan);
        ResidualScale = weights.ResidualScale(_plan);
        var expansion = _expansion is null ? null : weights.Pointwise(_plan, _expansion);
        if (expansion is not null)
            _expansionScale!.Pack(expansion);
        var depthwise = weights.Depthwise(_plan, _depthwise);
        var taps = DepthwiseFilter.Length<T>();
        for (var block = 0; block < ExpandedBlocks; block++)
        {
            var first = block * KernelSet.BlockChannels;
            var count = Math.Min(KernelSet.BlockChannels, ExpandedChannels - first);
            if (expansion is not null)
                Panels.Pack(expansion.Filters, Input.Channels, 0, Input.Channels, first, KernelSet.BlockChannels, Expansion(block));
            Panels.Pack(depthwise.Filters, taps, 0, taps, first, KernelSet.BlockChannels, Depthwise(block));
            Panels.Copy(depthwise.Bias.AsSpan(first, count), DepthwiseBias(block));
            if (depthwise.Scale.Length > 0)
                Panels.Copy(depthwise.Scale.AsSpan(first, count), DepthwiseScale(block));
        }
        Projection.Pack(weights);
    }

    /// <summary>The expansion's weights for a block of expanded channels.</summary>
    public T* Expansion(int block) => _arena.At<T>(_offset) + block * PanelStride;

    public float* ExpansionBias(int block) => _expansionScale!.Bias + block * KernelSet.BlockChannels;

    public float* ExpansionScale(int block) => _expansionScale!.Scale + block * KernelSet.BlockChannels;

    public T* Depthwise(int block) => Expansion(block) + _depthwiseOffset;

    public float* DepthwiseBias(int block) => (float*)(Depthwise(block) + DepthwiseLength);

    public float* DepthwiseScale(int block) => DepthwiseBias(block) + KernelSet.BlockChannels;

    /// <summary>The memory of some panels.</summary>
    public MemoryRange PanelRange(int first, int count) => new(Expansion(first), count * PanelStride * sizeof(T));

    /// <summary>
    /// How many blocks of channels to expand at a time: two keep the processor's multipliers busier than one, unless what they expand into is
    /// too large to be still in the first-level cache when it is filtered.
    /// </summary>
    /// <param name="length">Numbers that one block is expanded into.</param>
    public static int BlocksAtATime(nint length) => 2 * length * sizeof(T) <= CacheBytes ? 2 : 1;
}
