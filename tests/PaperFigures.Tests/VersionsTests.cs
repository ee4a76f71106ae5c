using MobileNets.PaperFigures;
using MobileNets.PaperFigures.Versions;

namespace PaperFigures.Tests;

public sealed class VersionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("versions-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Parameters and mult-adds: arXiv 1704.04861, table 8 (4.2 and 569 million), and torchvision's MobileNetV2.</summary>
    [Fact]
    public void Write_Figures_AreThePublished()
    {
        var report = new Report(_folder, "versions", "Versions");

        new VersionsSection(rounds: 1).Write(report);

        File.ReadAllText(Path.Combine(_folder, "versions-figures.md")).Should().ContainAll(
            "| parameters | 4,231,976 | 3,504,872 | 0.83 |", "| mult-adds (millions) | 568.7 | 300.8 | 0.53 |");
        File.ReadAllText(Path.Combine(_folder, "versions-bars.svg")).Should().ContainAll("568.7", "300.8", "managed engine");
    }

    [Fact]
    public void Measure_SomeRounds_TimesEveryNetwork()
    {
        var times = VersionTimes.Measure(64, rounds: 3);

        foreach (var network in new[] { times.V1, times.V2, times.Engine })
            network.Minimum.Should().BePositive().And.BeLessThanOrEqualTo(network.Median);
    }
}
