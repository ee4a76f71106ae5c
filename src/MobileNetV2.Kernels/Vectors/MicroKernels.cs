namespace MobileNets.Kernels;

/// <summary>The generated micro-kernels of a vector width: one for each size of tile, so that no size needs a remainder loop.</summary>
internal sealed unsafe class MicroKernels
{
    /// <summary>By units of eight output channels − 1 and pixels of a tile − 1: from a unit and a pixel on, so many tiles.</summary>
    public required delegate*<in PointwiseCall, int, int, int, ref FetchCursor, void>[][] Pointwise { get; init; }

    /// <summary>As <see cref="Pointwise"/>.</summary>
    public required delegate*<in StemRowCall, int, int, int, void>[][] Stem { get; init; }

    /// <summary>By stride − 1 and output pixels of a tile − 1: from an output pixel on, so many tiles.</summary>
    public required delegate*<in DepthwiseRowCall, int, int, void>[][] Depthwise { get; init; }

    /// <summary>A row with any dilation.</summary>
    public required delegate*<in DepthwiseRowCall, void> DilatedDepthwise { get; init; }
}
