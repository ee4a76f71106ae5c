namespace MobileNets.Imaging;

/// <summary>How one axis of a picture is resized.</summary>
/// <param name="SourceLength">Pixels along the axis before, at least 1; no tap reads beyond them.</param>
/// <param name="Start">Where in them the part begins that is resized, 0 or more, perhaps inside a pixel.</param>
/// <param name="Length">How long that part is.</param>
/// <param name="TargetLength">Pixels that the part becomes, at least 1.</param>
/// <param name="First">The first of those that is wanted.</param>
/// <param name="Count">How many are wanted, at least 1.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Mirrored">Whether the wanted pixels come in reverse order.</param>
internal readonly record struct ResampleAxis(
    int SourceLength, double Start, double Length, long TargetLength, long First, int Count, ResampleFilter Filter,
    bool Mirrored = false);
