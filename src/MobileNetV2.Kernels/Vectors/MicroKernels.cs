namespace MobileNets.Kernels;

/// <summary>The generated micro-kernels of a vector width: one for each size of tile, so that no size needs a remainder loop.</summary>
internal sealed unsafe class MicroKernels
{
    /// <summary>By units of eight output channels − 1 and pixels of a tile − 1; the call's pixels are whole tiles.</summary>
    public required delegate*<in PointwiseCall, void>[][] Pointwise { get; init; }

    /// <summary>As <see cref="Pointwise"/>, fetching memory meanwhile.</summary>
    public required delegate*<in PointwiseCall, ref FetchCursor, void>[][] FetchingPointwise { get; init; }

    /// <summary>As <see cref="Pointwise"/>.</summary>
    public required delegate*<in StemRowCall, void>[][] Stem { get; init; }

    /// <summary>By stride − 1 and output pixels of a tile − 1: tiles from an output pixel on, and how many.</summary>
    public required delegate*<in DepthwiseRowCall, int, int, void>[][] Depthwise { get; init; }

    /// <summary>A row with any dilation.</summary>
    public required delegate*<in DepthwiseRowCall, void> DilatedDepthwise { get; init; }
}
