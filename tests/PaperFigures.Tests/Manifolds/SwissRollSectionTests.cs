using System.Xml.Linq;
using MobileNets.PaperFigures;
using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public sealed class SwissRollSectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Always_StatesHowFarTheStraightWayLeavesTheSheetAndDrawsBothWays()
    {
        var sut = new SwissRollSection();
        var report = new Report(_folder, sut.Id, sut.Title);

        sut.Write(report);

        // Between two layers, 2π apart, no point is farther than about π from both.
        report.Html.Should().Contain("by up to 3.1").And.Contain("apart");
        new[] { "swiss-roll-roll.svg", "swiss-roll-ways.svg" }.Should().AllSatisfy(name =>
            XDocument.Load(Path.Combine(_folder, name)).Descendants().Select(element => element.Value).Should().Contain("straight"));
    }
}
