using MobileNets.Kernels;

namespace MobileNets.Inference;

/// <summary>How a model is run. Nothing here changes results: they have the same bits with any number of threads and any strategy.</summary>
public sealed record InferenceOptions
{
    private const int MaximumThreads = 1024;

    /// <summary>Threads that work on a call, the caller's included.</summary>
    /// <value>1 to 1024; default: the processors that the process may use.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Height of the images in pixels.</summary>
    /// <value>32 to 32,768; default null: the size that the weights were trained for.</value>
    public int? InputHeight { get; init; }

    /// <summary>Width of the images in pixels; it may differ from the height.</summary>
    /// <value>32 to 32,768; default null: the size that the weights were trained for.</value>
    public int? InputWidth { get; init; }

    /// <summary>How inverted residuals are computed.</summary>
    /// <value>Default <see cref="InferenceStrategy.Fused"/>.</value>
    public InferenceStrategy Strategy { get; init; }

    /// <summary>
    /// t of <see cref="InferenceStrategy.SplitExpansion"/>. A part is a whole number of blocks of 16 expanded channels, so that a block of
    /// the network has at most as many parts as it has such blocks.
    /// </summary>
    /// <value>At least 1; default 2. Other strategies pass it over.</value>
    public int ExpansionParts { get; init; } = 2;

    /// <summary>The vector instructions to use.</summary>
    /// <value>One of <see cref="KernelSet.Supported"/>; default the best of them.</value>
    public KernelSet Kernels { get; init; } = KernelSet.Best;

    /// <summary>Checks every setting but the size, which the network's plan checks.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, MaximumThreads);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExpansionParts, 1);
        ArgumentNullException.ThrowIfNull(Kernels);
        if (!Enum.IsDefined(Strategy))
            throw new ArgumentOutOfRangeException(nameof(Strategy), Strategy, "Not a strategy.");
    }
}
