namespace MobileNets.Charts;

/// <summary>Line charts side by side, two in a row, under one heading.</summary>
public static class LineFigure
{
    private const double PanelWidth = 480;
    private const double PanelHeight = 300;
    private const double HeadingHeight = 48;
    private const double Left = 62;
    private const double Right = 22;
    private const double Top = 40;
    private const double Bottom = 46;

    /// <summary>Writes the figure as SVG.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="heading">The line above the panels.</param>
    /// <param name="charts">The panels, row by row.</param>
    public static void Write(Stream stream, string heading, IReadOnlyList<LineChart> charts)
    {
        var columns = Math.Min(2, charts.Count);
        var rows = (charts.Count + 1) / 2;
        using var svg = new SvgWriter(stream, columns * PanelWidth, HeadingHeight + rows * PanelHeight, heading);
        svg.Text(Left, 30, heading, style: "heading");
        for (var i = 0; i < charts.Count; i++)
            Draw(svg, charts[i], i % 2 * PanelWidth, HeadingHeight + i / 2 * PanelHeight);
    }

    private static void Draw(SvgWriter svg, LineChart chart, double x, double y)
    {
        var (left, right, top, bottom) = (x + Left, x + PanelWidth - Right, y + Top, y + PanelHeight - Bottom);
        var points = chart.Series.SelectMany(series => series.Points).Where(IsFinite).ToList();
        svg.Text(left, y + 22, chart.Title, style: "title");
        DrawLegend(svg, chart.Series, right, y + 22);
        if (points.Count == 0)
        {
            svg.Text((left + right) / 2, (top + bottom) / 2, "nothing recorded yet", "middle");
            return;
        }
        var across = new Axis(points.Min(point => point.X), points.Max(point => point.X), left, right, 8, chart.WholeX);
        var up = Axis.Rounded(points.Min(point => point.Y), points.Max(point => point.Y), chart.YLimit ?? double.PositiveInfinity, bottom, top, 5);
        foreach (var mark in up.Marks)
        {
            svg.Line(left, up.Position(mark), right, up.Position(mark), "grid");
            svg.Text(left - 8, up.Position(mark) + 4, up.Text(mark), "end");
        }
        svg.Line(left, bottom, right, bottom, "axis");
        foreach (var mark in across.Marks)
        {
            svg.Line(across.Position(mark), bottom, across.Position(mark), bottom + 4, "axis");
            svg.Text(across.Position(mark), bottom + 18, across.Text(mark), "middle");
        }
        svg.Text((left + right) / 2, bottom + 36, chart.XLabel, "middle");
        foreach (var series in chart.Series)
        {
            svg.Path(series.Points.Select(point => IsFinite(point) ? (across.Position(point.X), up.Position(point.Y)) : ((double, double)?)null), $"line {StyleOf(series)}");
            if (series.Points.LastOrDefault(IsFinite) is var last && series.Points.Any(IsFinite))
                svg.Dot(across.Position(last.X), up.Position(last.Y), 3, $"dot {StyleOf(series)}");
        }
    }

    // From the right: the last name ends where the panel does.
    private static void DrawLegend(SvgWriter svg, IReadOnlyList<Series> all, double right, double y)
    {
        if (all.Count < 2)
            return;
        foreach (var series in all.Reverse())
        {
            svg.Text(right, y, series.Name, "end");
            right -= 6.6 * series.Name.Length + 8;
            svg.Line(right - 16, y - 4, right, y - 4, $"line {StyleOf(series)}");
            right -= 36;
        }
    }

    private static bool IsFinite((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static string StyleOf(Series series) => series.Tone switch { Tone.First => "first", Tone.Second => "second", _ => "third" };
}
