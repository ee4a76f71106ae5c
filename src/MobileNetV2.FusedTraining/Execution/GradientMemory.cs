namespace MobileNets.FusedTraining;

/// <summary>
/// Memory for a backward pass; the layers use it in turn. An image's part, or a group's, is the same whatever the layer takes of it: what a
/// thread writes was then its own before, and need not be fetched out of another core's cache.
/// </summary>
internal sealed unsafe class GradientMemory(float* memory, GradientSizes sizes, ImageGroups groups)
{
    /// <summary>Floats of it all.</summary>
    public static long Floats(GradientSizes sizes, ImageGroups groups) =>
        groups.Images * (sizes.Wide + 2 * sizes.Narrow) + groups.Count * sizes.WeightSums;

    /// <summary>A gradient by batch norm's output within a block: many channels.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="taken">Floats of an image that another one takes at the same time.</param>
    public Map Wide(MapShape shape, long taken = 0) => new(memory + taken, shape, (nint)sizes.Wide);

    /// <summary>A gradient between blocks; neighbouring blocks use the one and the other.</summary>
    public Map Narrow(int block, MapShape shape) => new(memory + groups.Images * (sizes.Wide + (block & 1) * sizes.Narrow), shape, (nint)sizes.Narrow);

    /// <summary>The sums of a layer's weight gradient.</summary>
    /// <param name="floats">How many a group takes.</param>
    /// <param name="taken">Floats of a group that other sums take at the same time.</param>
    public WeightSums Sums(long floats, long taken = 0) =>
        new(memory + groups.Images * (sizes.Wide + 2 * sizes.Narrow) + taken, groups.Count, (nint)sizes.WeightSums, (nint)floats);
}
