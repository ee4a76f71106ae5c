using System.Globalization;

namespace MobileNets.Charts;

/// <summary>Bar charts one below the other, under one heading.</summary>
public static class BarFigure
{
    private const double Width = 720;
    private const double HeadingHeight = 48;
    private const double Top = 36;
    private const double Bottom = 34;
    private const double Thickness = 15;
    private const double GroupGap = 12;
    private const double ValueWidth = 74;

    /// <summary>Writes the figure as SVG.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="heading">The line above the charts.</param>
    /// <param name="charts">The charts, from top to bottom.</param>
    /// <exception cref="ArgumentException">A chart has more or fewer values than groups, or a value below zero.</exception>
    public static void Write(Stream stream, string heading, IReadOnlyList<BarChart> charts)
    {
        foreach (var chart in charts)
            foreach (var bars in chart.Bars)
                if (bars.Values.Count != chart.Groups.Count || bars.Values.Any(value => value < 0))
                    throw new ArgumentException($"'{bars.Name}' needs {chart.Groups.Count} values from zero up.", nameof(charts));
        var left = 24 + 6.8 * charts.SelectMany(chart => chart.Groups).Max(name => name.Length);
        using var svg = new SvgWriter(stream, Width, HeadingHeight + charts.Sum(Height), heading);
        svg.Text(16, 30, heading, style: "heading");
        var y = HeadingHeight;
        foreach (var chart in charts)
        {
            Draw(svg, chart, left, y);
            y += Height(chart);
        }
    }

    private static double Height(BarChart chart) => Top + Legend.RowHeight + chart.Groups.Count * GroupHeight(chart) + Bottom;

    private static double GroupHeight(BarChart chart) => chart.Bars.Count * Thickness + GroupGap;

    private static void Draw(SvgWriter svg, BarChart chart, double left, double y)
    {
        var (right, top) = (Width - ValueWidth, y + Top);
        svg.Text(16, y + 20, chart.Title, style: "title");
        if (chart.Bars.Count > 1)
        {
            var names = chart.Bars.Select(bars => (bars.Name, $"bar {ToneStyle.Of(bars.Tone)}")).ToList();
            Legend.Draw(svg, chart.Title, names, 16, Width - 16, y + 20);
            top += Legend.Height(chart.Title, names, Width - 32);
        }
        var bottom = top + chart.Groups.Count * GroupHeight(chart);
        var longest = chart.Bars.SelectMany(bars => bars.Values).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var across = Axis.Rounded(0, longest, double.PositiveInfinity, left, right, 6);
        foreach (var mark in across.Marks)
        {
            svg.Line(across.Position(mark), top, across.Position(mark), bottom, "grid");
            svg.Text(across.Position(mark), bottom + 16, across.Text(mark), "middle");
        }
        for (var group = 0; group < chart.Groups.Count; group++)
        {
            var first = top + group * GroupHeight(chart) + GroupGap / 2;
            svg.Text(left - 8, first + chart.Bars.Count * Thickness / 2 + 4, chart.Groups[group], "end");
            for (var i = 0; i < chart.Bars.Count; i++)
                DrawBar(svg, chart.Bars[i], group, across, first + i * Thickness, chart.Format);
        }
        svg.Line(left, top, left, bottom, "axis");
    }

    private static void DrawBar(SvgWriter svg, Bars bars, int group, Axis across, double y, string format)
    {
        var value = bars.Values[group];
        if (!double.IsFinite(value))
            return;
        var (start, end) = (across.Position(0), across.Position(value));
        svg.Rectangle(start, y + 1, end - start, Thickness - 2, $"bar {ToneStyle.Of(bars.Tone)}");
        svg.Text(end + 6, y + Thickness / 2 + 4, value.ToString(format, CultureInfo.InvariantCulture));
    }
}
