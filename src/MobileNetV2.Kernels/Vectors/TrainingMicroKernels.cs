namespace MobileNets.Kernels;

/// <summary>The generated micro-kernels of a vector width: one for each size of tile, so that no size needs a remainder loop.</summary>
internal sealed unsafe class TrainingMicroKernels
{
    /// <summary>By left channels of a tile − 1: from a left channel on.</summary>
    public required delegate*<in OuterProductCall, int, ref FetchCursor, void>[] OuterProduct { get; init; }

    /// <summary>In how many parts, one after the other, a tile of outer products takes the right channels.</summary>
    public required int OuterParts { get; init; }

    /// <summary>
    /// By eight times the stride − 1 and a bit for each gradient row that is there, and by gradient pixels of a tile − 1: from a gradient pixel
    /// on, so many tiles. Nothing for sets of rows that do not occur in a map.
    /// </summary>
    public required delegate*<in DepthwiseGradientCall, int, int, ref FetchCursor, void>[][] DepthwiseGradient { get; init; }

    /// <summary>A row with any dilation and any gradient rows.</summary>
    public required delegate*<in DepthwiseGradientCall, ref FetchCursor, void> AnyDepthwiseGradient { get; init; }

    /// <summary>By channels of the picture − 1: from a channel on.</summary>
    public required delegate*<in StemGradientCall, int, ref FetchCursor, void>[] StemGradient { get; init; }
}
