using System.Xml.Linq;

namespace MobileNets.Charts.Tests;

public sealed class FigureTests
{
    [Fact]
    public void Write_TwoLines_ArePathsThroughTheirPointsWithALegend()
    {
        var svg = Figure(new LineChart
        {
            Title = "Loss <nats>", XLabel = "epoch", WholeX = true,
            Series = [new Series("training", [(1, 0), (2, 1), (3, 2)], Tone.First), new Series("validation", [(1, 2), (2, double.NaN), (3, 0)], Tone.Second)],
        });

        Texts(svg).Should().Contain(["Loss <nats>", "epoch", "training", "validation", "1", "2", "3", "0.0", "2.0"]);
        var paths = Elements(svg, "path").Select(path => path.Attribute("d")!.Value).ToList();
        // The panel's plot is 396 wide and 214 high, from (62, 88).
        paths[0].Should().Be("M62 302L260 195L458 88");
        paths[1].Should().Be("M62 88M458 302", "what is not a number breaks the line");
    }

    [Fact]
    public void Write_NothingYet_SaysSo() => Texts(Figure(new LineChart { Title = "Loss", XLabel = "epoch", Series = [new Series("training", [], Tone.First)] }))
        .Should().Contain("nothing recorded yet");

    [Fact]
    public void Write_TextThatXmlCannotHold_IsReplaced() =>
        Texts(Figure(new LineChart { Title = "bell\a & ❀", XLabel = "x", Series = [] })).Should().Contain("bell\uFFFD & ❀");

    [Fact]
    public void HeatMap_Counts_AreCellsAsStrongAsTheirShareOfTheRow()
    {
        using var stream = new MemoryStream();
        HeatMap.Write(stream, "Confusion", "true", "predicted", ["a", "b"], new[,] { { 3, 1 }, { 0, 0 } });
        var svg = Parse(stream);

        Texts(svg).Should().Contain(["Confusion", "true", "predicted", "3", "1"]).And.NotContain("NaN");
        var cells = Elements(svg, "rect").Where(cell => cell.Attribute("width")!.Value == "40").ToList();
        cells.Select(cell => cell.Attribute("fill-opacity")!.Value).Should().Equal("0.78", "0.34"); // 0.12 + 0.88 · share
    }

    [Fact]
    public void HeatMap_ManyClasses_NumbersEveryTenth()
    {
        using var stream = new MemoryStream();
        HeatMap.Write(stream, "Confusion", "true", "predicted", [.. Enumerable.Range(0, 102).Select(i => $"class {i}")], new int[102, 102]);

        Texts(Parse(stream)).Should().Contain(["0", "10", "100"]).And.NotContain("class 10");
    }

    private static XDocument Figure(params LineChart[] charts)
    {
        using var stream = new MemoryStream();
        LineFigure.Write(stream, "Heading", charts);
        return Parse(stream);
    }

    private static XDocument Parse(MemoryStream stream)
    {
        stream.Position = 0;
        return XDocument.Load(stream);
    }

    private static IEnumerable<XElement> Elements(XDocument svg, string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

    private static IEnumerable<string> Texts(XDocument svg) => Elements(svg, "text").Select(text => text.Value);
}
