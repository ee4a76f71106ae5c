namespace MobileNets.Charts;

/// <summary>Scatter charts side by side, three in a row, under one heading and with one scale of colours.</summary>
public static class ScatterFigure
{
    private const int Columns = 3;
    private const double HeadingHeight = 72;
    private const double Left = 58;
    private const double Right = 14;
    private const double Top = 52;
    private const double Bottom = 46;
    private const double Side = 248;
    private const double PanelWidth = Left + Side + Right;
    private const double PanelHeight = Top + Side + Bottom;

    /// <summary>Writes the figure as SVG.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="heading">The line above the panels.</param>
    /// <param name="scale">What the colours mean, from the first to the last: <c>from the centre outwards</c>.</param>
    /// <param name="charts">The panels, row by row.</param>
    /// <exception cref="ArgumentException">A chart has more or fewer colours than points.</exception>
    public static void Write(Stream stream, string heading, string scale, IReadOnlyList<ScatterChart> charts)
    {
        foreach (var chart in charts)
            if (chart.Colors.Count != chart.Points.Count)
                throw new ArgumentException($"'{chart.Title}' has {chart.Points.Count} points and {chart.Colors.Count} colours.", nameof(charts));
        var columns = Math.Min(Columns, charts.Count);
        var rows = (charts.Count + columns - 1) / Math.Max(1, columns);
        using var svg = new SvgWriter(stream, columns * PanelWidth, HeadingHeight + rows * PanelHeight, heading);
        svg.Text(Left, 30, heading, style: "heading");
        for (var step = 0; step < SvgWriter.RampSteps; step++)
            svg.Rectangle(Left + step * 14, 44, 14, 12, $"ramp ramp{step}");
        svg.Text(Left + SvgWriter.RampSteps * 14 + 8, 54, scale);
        for (var i = 0; i < charts.Count; i++)
            Draw(svg, charts[i], i % columns * PanelWidth + Left, HeadingHeight + i / columns * PanelHeight);
    }

    private static void Draw(SvgWriter svg, ScatterChart chart, double left, double y)
    {
        var (right, top, bottom) = (left + Side, y + Top, y + Top + Side);
        svg.Text(left, y + 22, chart.Title, style: "title");
        if (chart.Note is { } note)
            svg.Text(left, y + 40, note);
        Legend.Draw(svg, chart.Note is null ? "" : chart.Note, [.. chart.Paths.Select(path => (path.Name, LineStyle(path)))], left, right, y + 40);
        var ((x0, x1), (y0, y1)) = Ranges(chart);
        var (across, up) = (new Axis(x0, x1, left, right, 5), new Axis(y0, y1, bottom, top, 5));
        if (chart.Axes is var (xLabel, yLabel))
            DrawAxes(svg, across, up, xLabel, yLabel, left, bottom);
        foreach (var points in chart.Points.Zip(chart.Colors).GroupBy(point => Step(point.Second)).OrderBy(group => group.Key))
            svg.Dots(points.Select(point => (across.Position(point.First.X), up.Position(point.First.Y))), $"point ramp{points.Key}");
        foreach (var path in chart.Paths)
            svg.Path(path.Points.Select(point => ((double, double)?)(across.Position(point.X), up.Position(point.Y))), LineStyle(path));
    }

    private static void DrawAxes(SvgWriter svg, Axis across, Axis up, string xLabel, string yLabel, double left, double bottom)
    {
        foreach (var mark in up.Marks)
        {
            svg.Line(left, up.Position(mark), left + Side, up.Position(mark), "grid");
            svg.Text(left - 6, up.Position(mark) + 4, up.Text(mark), "end");
        }
        foreach (var mark in across.Marks)
        {
            svg.Line(across.Position(mark), bottom - Side, across.Position(mark), bottom, "grid");
            svg.Text(across.Position(mark), bottom + 16, across.Text(mark), "middle");
        }
        svg.Text(left + Side / 2, bottom + 34, xLabel, "middle");
        svg.Text(left - 42, bottom - Side / 2, yLabel, "middle", rotate: -90);
    }

    // Both as long as the longer one, with a little room around.
    private static ((double, double) X, (double, double) Y) Ranges(ScatterChart chart)
    {
        if (chart.Extent is { } extent)
            return ((-extent, extent), (-extent, extent));
        var points = chart.Points.Concat(chart.Paths.SelectMany(path => path.Points)).ToList();
        var (x0, x1, y0, y1) = (points.Min(point => point.X), points.Max(point => point.X), points.Min(point => point.Y), points.Max(point => point.Y));
        var half = Math.Max(x1 - x0, y1 - y0) / 2 * 1.05;
        return (((x0 + x1) / 2 - half, (x0 + x1) / 2 + half), ((y0 + y1) / 2 - half, (y0 + y1) / 2 + half));
    }

    private static int Step(double color) => Math.Clamp((int)(color * SvgWriter.RampSteps), 0, SvgWriter.RampSteps - 1);

    private static string LineStyle(Series path) => $"line {ToneStyle.Of(path.Tone)}{(path.IsDashed ? " dashed" : "")}";
}
