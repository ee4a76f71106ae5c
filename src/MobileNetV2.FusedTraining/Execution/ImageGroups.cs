namespace MobileNets.FusedTraining;

/// <summary>
/// A batch cut into groups of neighbouring images. A group's sums are its own and are added in the groups' order, so that results do not
/// depend on which thread took which group.
/// </summary>
internal sealed class ImageGroups(int images, int threads)
{
    // More groups than threads: a thread that lost its processor for a while leaves the rest to the others.
    private const int GroupsPerThread = 2;

    public int Images { get; } = images;

    public int Count { get; } = threads == 1 ? 1 : Math.Min(images, GroupsPerThread * threads);

    public int First(int group) => Images * group / Count;

    public int End(int group) => Images * (group + 1) / Count;
}
