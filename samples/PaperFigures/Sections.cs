using MobileNets.PaperFigures.Ablations;
using MobileNets.PaperFigures.Manifolds;
using MobileNets.PaperFigures.Versions;

namespace MobileNets.PaperFigures;

/// <summary>What the page can show, in its order.</summary>
internal static class Sections
{
    public static IReadOnlyList<ISection> All { get; } =
    [
        new NetworkSection(),
        new CostSection(),
        new MultiplierSection(),
        new MemorySection(),
        new SwissRollSection(),
        new SpiralSection(),
        new AutoencoderSection(),
        new InvertibilitySection(),
        new AblationSection(AblationResults.Committed()),
        new VersionsSection(),
    ];

    /// <summary>Reads identifiers joined by commas; the page keeps its own order.</summary>
    /// <exception cref="ArgumentException">There is no such section.</exception>
    public static IReadOnlyList<ISection> Parse(string words)
    {
        var ids = words.Split(',');
        if (ids.FirstOrDefault(id => All.All(section => section.Id != id)) is { } unknown)
            throw new ArgumentException($"'{unknown}' is not a section: give some of {string.Join(",", All.Select(section => section.Id))}.");
        return [.. All.Where(section => ids.Contains(section.Id))];
    }
}
