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
    public void Write_LogY_PutsPowersOfTenEquallyFarApartAndLeavesOutWhatIsNotPositive()
    {
        var svg = Figure(new LineChart { Title = "Error", XLabel = "width", LogY = true, Series = [new Series("error", [(1, 1000), (2, 0), (3, 10), (4, 1)], Tone.First)] });

        Texts(svg).Should().Contain(["1", "10", "100", "1000"]);
        // 214 high, from 88 to 302: a third of it for each power.
        Elements(svg, "path").Single().Attribute("d")!.Value.Should().Be("M62 88M326 230.67L458 302");
    }

    [Fact]
    public void Write_Spread_IsABandAlongTheHighestAndBackAlongTheLowestValues()
    {
        var svg = Figure(new LineChart
        {
            Title = "Accuracy", XLabel = "epoch",
            Series = [new Series("mean", [(0, 1), (1, 1)], Tone.Second) { Spread = [(0.5, 2), (0, 1.5)], IsDashed = true }],
        });

        var paths = Elements(svg, "path").ToList();
        paths[0].Attribute("class")!.Value.Should().Be("band second");
        paths[0].Attribute("d")!.Value.Should().Be("M62 88L458 141.5L458 302L62 248.5Z", "the axis reaches from 0 to 2");
        paths[1].Attribute("class")!.Value.Should().Be("line second dashed");
    }

    [Fact]
    public void Write_SpreadOfAnotherLength_Throws()
    {
        var act = () => Figure(new LineChart { Title = "Loss", XLabel = "x", Series = [new Series("mean", [(0, 1)], Tone.First) { Spread = [] }] });

        act.Should().Throw<ArgumentException>().WithMessage("'mean' has 1 points and 0 spreads.*");
    }

    [Fact]
    public void Write_ManyNames_PutsTheLegendBelowTheTitleInRows()
    {
        var tones = Enum.GetValues<Tone>();
        var svg = Figure(new LineChart { Title = "Loss", XLabel = "x", Series = [.. tones.Select(tone => new Series($"{tone} of several lines", [(0, 0), (1, 1)], tone))] });

        var rows = Elements(svg, "text").Where(text => text.Value.EndsWith("of several lines", StringComparison.Ordinal)).GroupBy(text => text.Attribute("y")!.Value).ToList();
        rows.Select(row => row.Key).Should().Equal("88", "106", "124");
        Elements(svg, "path").First().Attribute("d")!.Value.Should().Be("M62 302L458 142", "the plot makes room for three rows");
    }

    [Fact]
    public void Write_LegendOfOnePanelIsHigher_PlotsBesideEachOtherBeginAtTheSameHeight()
    {
        static LineChart Chart(params string[] names) => new() { Title = "Loss", XLabel = "x", Series = [.. names.Select(name => new Series(name, [(0, 0), (1, 1)], Tone.First))] };

        var svg = Figure(Chart("a", "b"), Chart("one of several lines", "another of several lines", "the last of several lines"));

        var tops = Elements(svg, "path").Select(path => path.Attribute("d")!.Value.Split(' ')[^1]).Distinct();
        tops.Should().ContainSingle("all lines end at the top of their plot");
    }

    [Fact]
    public void Write_SeriesWithoutName_IsNotInTheLegend()
    {
        var svg = Figure(new LineChart { Title = "Loss", XLabel = "x", Series = [new Series("measured", [(0, 0)], Tone.First), new Series("", [(0, 1)], Tone.First)] });

        Elements(svg, "line").Count(line => line.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Should().Be(1, "a legend's swatch is a line");
    }

    [Fact]
    public void Scatter_Points_LieAsFarToTheRightAsUpwardsInTheColourOfTheirOrder()
    {
        using var stream = new MemoryStream();
        var chart = new ScatterChart
        {
            Title = "Input", Note = "error 0", Axes = ("x", "y"), Extent = 2, Points = [(-2, -2), (0, 1), (2, 2)], Colors = [0, 0.55, 1],
            Paths = [new Series("way", [(-2, 0), (2, 0)], Tone.Second)],
            Marks = [("A", -2, 0)],
        };
        ScatterFigure.Write(stream, "Spiral", "from the centre outwards", [chart]);
        var svg = Parse(stream);

        Texts(svg).Should().Contain(["Spiral", "Input", "error 0", "from the centre outwards", "x", "y", "-2", "way", "A"]);
        // The plot is 248 wide and high, from (58, 124).
        Elements(svg, "path").Select(path => (path.Attribute("class")!.Value, path.Attribute("d")!.Value)).Should().Equal(
            ("point ramp0", "M58 372h0"), ("point ramp5", "M182 186h0"), ("point ramp9", "M306 124h0"), ("halo", "M58 248L306 248"), ("line second", "M58 248L306 248"));
    }

    [Fact]
    public void Scatter_WithoutAxes_HasNoNumbers()
    {
        using var stream = new MemoryStream();
        ScatterFigure.Write(stream, "Roll", "inside out", [new ScatterChart { Title = "Projected", Points = [(0, 0), (10, 1)], Colors = [0, 1] }]);
        var svg = Parse(stream);

        Texts(svg).Should().Equal("Roll", "inside out", "Projected");
        Elements(svg, "path").Select(path => path.Attribute("d")!.Value).Should().Equal("M63.9 259.81h0", "M300.1 236.19h0");
    }

    [Fact]
    public void Bars_Values_AreAsLongAsTheyAreLargeWithNumbers()
    {
        using var stream = new MemoryStream();
        BarFigure.Write(stream, "Costs", [new BarChart
        {
            Title = "Mult-adds (millions)", Groups = ["V1", "V2"],
            Bars = [new Bars("counted", [600, 300], Tone.First), new Bars("measured", [double.NaN, 450], Tone.Second)],
        }]);
        var svg = Parse(stream);

        Texts(svg).Should().Contain(["Costs", "Mult-adds (millions)", "V1", "V2", "counted", "measured", "600", "300", "450"]);
        var bars = Elements(svg, "rect").Where(bar => bar.Attribute("height")!.Value == "13").Select(bar => double.Parse(bar.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        bars.Should().HaveCount(3, "what is not a number has no bar");
        (bars[0] / bars[1]).Should().BeApproximately(2, 1e-3);
        (bars[2] / bars[1]).Should().BeApproximately(1.5, 1e-3);
    }

    [Fact]
    public void Bars_BelowZero_Throw()
    {
        var act = () => BarFigure.Write(Stream.Null, "Costs", [new BarChart { Title = "x", Groups = ["a"], Bars = [new Bars("b", [-1], Tone.First)] }]);

        act.Should().Throw<ArgumentException>().WithMessage("'b' needs 1 values from zero up*");
    }

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
