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
    /// <exception cref="ArgumentException">A line has more or fewer spreads than points.</exception>
    public static void Write(Stream stream, string heading, IReadOnlyList<LineChart> charts)
    {
        foreach (var series in charts.SelectMany(chart => chart.Series))
            if (series.Spread is { } spread && spread.Count != series.Points.Count)
                throw new ArgumentException($"'{series.Name}' has {series.Points.Count} points and {spread.Count} spreads.", nameof(charts));
        var columns = Math.Min(2, charts.Count);
        var rows = (charts.Count + 1) / 2;
        using var svg = new SvgWriter(stream, columns * PanelWidth, HeadingHeight + rows * PanelHeight, heading);
        svg.Text(Left, 30, heading, style: "heading");
        for (var i = 0; i < charts.Count; i++)
        {
            // Plots side by side begin at the same height.
            var legend = charts.Skip(i / 2 * 2).Take(2).Max(chart => Legend.Height(chart.Title, Names(chart), PanelWidth - Left - Right));
            Draw(svg, charts[i], i % 2 * PanelWidth, HeadingHeight + i / 2 * PanelHeight, legend);
        }
    }

    private static void Draw(SvgWriter svg, LineChart chart, double x, double y, double legend)
    {
        var (left, right, top, bottom) = (x + Left, x + PanelWidth - Right, y + Top + legend, y + PanelHeight - Bottom);
        var points = chart.Series.SelectMany(series => series.Points.Concat(Edges(series))).Where(point => IsShown(chart, point)).ToList();
        svg.Text(left, y + 22, chart.Title, style: "title");
        Legend.Draw(svg, chart.Title, Names(chart), left, right, y + 22);
        if (points.Count == 0)
        {
            svg.Text((left + right) / 2, (top + bottom) / 2, "nothing recorded yet", "middle");
            return;
        }
        var across = new Axis(points.Min(point => point.X), points.Max(point => point.X), left, right, 8, chart.WholeX);
        var (low, high) = (points.Min(point => point.Y), points.Max(point => point.Y));
        IAxis up = chart.LogY ? new LogAxis(low, high, bottom, top) : Axis.Rounded(low, high, chart.YLimit ?? double.PositiveInfinity, bottom, top, 5);
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
        (double, double) Place((double X, double Y) point) => (across.Position(point.X), up.Position(point.Y));
        foreach (var series in chart.Series)
            if (Band(chart, series) is { Count: > 0 } band)
                svg.Area(band.Select(Place), $"band {ToneStyle.Of(series.Tone)}");
        foreach (var series in chart.Series)
        {
            svg.Path(series.Points.Select(point => IsShown(chart, point) ? Place(point) : ((double, double)?)null), LineStyle(series));
            if (series.Points.LastOrDefault(point => IsShown(chart, point)) is var last && series.Points.Any(point => IsShown(chart, point)))
                svg.Dot(across.Position(last.X), up.Position(last.Y), 3, $"dot {ToneStyle.Of(series.Tone)}");
        }
    }

    // A single line is what the title says.
    private static IEnumerable<(string Name, string Style)> Names(LineChart chart) =>
        chart.Series.Count > 1 ? chart.Series.Select(series => (series.Name, LineStyle(series))) : [];

    // Along the highest values and back along the lowest.
    private static List<(double X, double Y)> Band(LineChart chart, Series series)
    {
        var ends = series.Points.Zip(series.Spread ?? [], (point, spread) => (High: (point.X, spread.High), Low: (point.X, spread.Low)))
            .Where(end => IsShown(chart, end.High) && IsShown(chart, end.Low)).ToList();
        return [.. ends.Select(end => end.High), .. ends.Select(end => end.Low).Reverse()];
    }

    private static IEnumerable<(double X, double Y)> Edges(Series series) =>
        series.Points.Zip(series.Spread ?? [], (point, spread) => new[] { (point.X, spread.Low), (point.X, spread.High) }).SelectMany(ends => ends);

    private static bool IsShown(LineChart chart, (double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y) && (!chart.LogY || point.Y > 0);

    private static string LineStyle(Series series) => $"line {ToneStyle.Of(series.Tone)}{(series.IsDashed ? " dashed" : "")}";
}
