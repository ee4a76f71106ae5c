using MobileNets.Architecture;
using MobileNets.Charts;

namespace MobileNets.PaperFigures.Ablations;

/// <summary>A network to train: the published one, or one that differs from it in one respect (paper, figure 6).</summary>
/// <param name="Id">Its name on the command line and in the file of results.</param>
/// <param name="Title">Its name in the figure's legend.</param>
/// <param name="Bottleneck">What follows the projections.</param>
/// <param name="Shortcut">What the shortcuts connect.</param>
/// <param name="Tone">Its colour, the same in every panel.</param>
internal sealed record AblationVariant(string Id, string Title, BottleneckActivation Bottleneck, ShortcutPlacement Shortcut, Tone Tone)
{
    public static AblationVariant Published { get; } =
        new("published", "linear bottleneck, shortcut between bottlenecks", BottleneckActivation.Linear, ShortcutPlacement.Bottleneck, Tone.First);

    public static AblationVariant ReLU6 { get; } =
        new("relu6", "ReLU6 in the bottleneck", BottleneckActivation.ReLU6, ShortcutPlacement.Bottleneck, Tone.Second);

    public static AblationVariant Expansion { get; } =
        new("expansion", "shortcut between expansions", BottleneckActivation.Linear, ShortcutPlacement.Expansion, Tone.Third);

    public static AblationVariant None { get; } =
        new("none", "no shortcut", BottleneckActivation.Linear, ShortcutPlacement.None, Tone.Fourth);

    public static IReadOnlyList<AblationVariant> All { get; } = [Published, ReLU6, Expansion, None];
}
