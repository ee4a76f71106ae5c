using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>The usual explanation of a manifold (paper, section 3.2): what lies between two of its points lies on it, not straight between them.</summary>
internal sealed class SwissRollSection : ISection
{
    private const int Seed = 1;
    private const int PointCount = 1200;
    private const int Steps = 200;
    private static readonly (double Angle, double Height) s_a = (1.75 * Math.PI, 4);
    private static readonly (double Angle, double Height) s_b = (4.25 * Math.PI, 16);

    public string Id => "swiss-roll";

    public string Title => "A manifold: the swiss roll";

    public void Write(Report report)
    {
        var shares = Enumerable.Range(0, Steps + 1).Select(i => (double)i / Steps).ToList();
        var along = shares.Select(share => SwissRoll.Along(s_a, s_b, share)).ToList();
        var through = shares.Select(share => SwissRoll.Through(s_a, s_b, share)).ToList();
        var (nearAlong, nearThrough) = (along.Select(SwissRoll.Nearest).ToList(), through.Select(SwissRoll.Nearest).ToList());
        report.Paragraph(Invariant($"""
            The idea behind bottlenecks (section 3.2) is that the interesting activations fill a manifold of few dimensions in a space of many. The usual example
            has two in three: a rolled-up sheet. Halfway between <i>A</i> and <i>B</i> along the sheet lies another point of the sheet. The straight line
            leaves it, may cross other layers, and is away from all of them by up to {nearThrough.Max(near => near.Distance):F2}, where neighbouring layers are
            {2 * Math.PI:F2} apart. The way along the sheet is {Length(along):F1} long, the straight one {Length(through):F1}.
            """));
        WriteRoll(report, along, through);
        Series Line(string name, Tone tone, IEnumerable<double> values) => new(name, [.. shares.Zip(values, (share, value) => (100 * share, value))], tone);
        report.Figure("ways", "Both ways from A to B, point by point, beside the sheet's nearest point.", stream => LineFigure.Write(stream, "From A to B along the sheet and straight through space",
        [
            new LineChart
            {
                Title = "Distance from the sheet", XLabel = "share of the way (%)",
                Series = [Line("along", Tone.Second, nearAlong.Select(near => near.Distance)), Line("straight", Tone.Fourth, nearThrough.Select(near => near.Distance))],
            },
            new LineChart
            {
                Title = "Nearest point, along the sheet", XLabel = "share of the way (%)",
                Series = [Line("along", Tone.Second, nearAlong.Select(PlaceOf)), Line("straight", Tone.Fourth, nearThrough.Select(PlaceOf))],
            },
        ]));
    }

    private static void WriteRoll(Report report, List<SwissRoll.Point> along, List<SwissRoll.Point> through)
    {
        var random = new Random(Seed);
        var (first, last) = (SwissRoll.Length(SwissRoll.FirstAngle), SwissRoll.Length(SwissRoll.LastAngle));
        var sheet = Enumerable.Range(0, PointCount).Select(_ => (Length: first + random.NextDouble() * (last - first), Height: random.NextDouble() * SwissRoll.Height)).ToList();
        var points = sheet.Select(at => SwissRoll.At(SwissRoll.Angle(at.Length), at.Height)).ToList();
        IReadOnlyList<double> colors = [.. sheet.Select(at => (at.Length - first) / (last - first))];
        report.Figure("roll", Invariant($"{PointCount} points of the sheet (seed {Seed}), and two ways from A inside to B outside."), stream => ScatterFigure.Write(stream, "A two-dimensional sheet in three dimensions", "along the sheet, from inside outwards",
        [
            new ScatterChart
            {
                Title = "In space (oblique projection)", Points = [.. points.Select(point => point.Projected)], Colors = colors,
                Paths = [new Series("along", [.. along.Select(point => point.Projected)], Tone.Second), new Series("straight", [.. through.Select(point => point.Projected)], Tone.Fourth)],
                Marks = Ends(along, point => point.Projected),
            },
            new ScatterChart
            {
                Title = "Cross-section", Axes = ("x", "z"), Points = [.. points.Select(point => (point.X, point.Z))], Colors = colors,
                Paths = [new Series("straight", [.. through.Select(point => (point.X, point.Z))], Tone.Fourth)],
                Marks = Ends(along, point => (point.X, point.Z)),
            },
            new ScatterChart
            {
                Title = "Unrolled", Axes = ("length along the sheet", "height"), Points = [.. sheet.Select(at => (at.Length - first, at.Height))], Colors = colors,
                Paths = [new Series("along", [.. along.Select(Unrolled)], Tone.Second)],
                Marks = Ends(along, Unrolled),
            },
        ]));
    }

    private static IReadOnlyList<(string Name, double X, double Y)> Ends(List<SwissRoll.Point> way, Func<SwissRoll.Point, (double X, double Y)> draw) =>
        [("A", draw(way[0]).X, draw(way[0]).Y), ("B", draw(way[^1]).X, draw(way[^1]).Y)];

    private static (double X, double Y) Unrolled(SwissRoll.Point point) => (PlaceOf(SwissRoll.Nearest(point)), point.Y);

    private static double PlaceOf((double Angle, double Distance) near) => SwissRoll.Length(near.Angle) - SwissRoll.Length(SwissRoll.FirstAngle);

    private static double Length(List<SwissRoll.Point> way) => way.Zip(way.Skip(1), (a, b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2) + Math.Pow(a.Z - b.Z, 2))).Sum();
}
