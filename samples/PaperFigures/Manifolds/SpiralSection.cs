using MathNet.Numerics.LinearAlgebra;
using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>The paper's Figure 1, and how its outcome depends on the number of dimensions and on chance.</summary>
internal sealed class SpiralSection : ISection
{
    // A typical one: in every dimension its error is in the middle half of those of the first forty seeds.
    public const int Seed = 11;
    public static readonly int[] PaperDimensions = [2, 3, 5, 15, 30];
    private const int PointCount = 600;
    private const int Seeds = 200;
    private static readonly int[] s_dimensions = [.. Enumerable.Range(1, 40)];

    public string Id => "spiral";

    public string Title => "Figure 1: what ReLU leaves of a spiral";

    /// <summary>The points embedded into n dimensions by a random matrix, cut by ReLU and brought back by the pseudo-inverse.</summary>
    public static Matrix<double> Reconstruct(Matrix<double> points, int dimensions, int seed)
    {
        var layer = Layer(dimensions, seed);
        return layer.PseudoInverse(layer.Forward(points));
    }

    /// <summary>The same, but brought back by the best linear layer.</summary>
    public static Matrix<double> Decode(Matrix<double> points, int dimensions, int seed) =>
        Reconstruction.BestLinear(points, Layer(dimensions, seed).Forward(points));

    /// <summary>The output's error in the place and size that fit the input best.</summary>
    public static double FittedError(Matrix<double> points, Matrix<double> output) => Reconstruction.Error(points, Reconstruction.Fitted(points, output));

    /// <summary>The share of the points of which fewer than two outputs stay positive.</summary>
    public static double CollapsedShare(Matrix<double> points, int dimensions, int seed) =>
        Layer(dimensions, seed).ActiveOutputs(points).Count(active => active < 2) / (double)points.ColumnCount;

    public void Write(Report report)
    {
        var spiral = Spiral.Points(PointCount);
        WriteFigure1(report, spiral);
        WriteCurves(report, Spiral.Points(PointCount / 2));
    }

    private static RandomReluLayer Layer(int dimensions, int seed) => new(2, dimensions, new Random(seed));

    private static void WriteFigure1(Report report, Matrix<double> spiral)
    {
        report.Paragraph("""
            The paper's picture for why a bottleneck should be linear (section 3.2): a spiral in the plane is embedded into <i>n</i> dimensions by a
            random matrix <i>T</i>, goes through ReLU, and comes back by <i>T</i>'s pseudo-inverse. In few dimensions points collapse into each other; in
            many the spiral survives.
            """);
        var outputs = PaperDimensions.Select(n => (Dimensions: n, Points: Reconstruct(spiral, n, Seed))).ToList();
        ScatterChart Panel(string title, string note, Matrix<double> points) =>
            new() { Title = title, Note = note, Points = Plane.Points(points), Colors = Plane.Colors(PointCount), Axes = ("x", "y"), Extent = 1.4 };
        report.Figure("figure-1", Invariant($"A spiral of {PointCount} points, and what comes back from n dimensions after ReLU (seed {Seed}, whose errors are in the middle half of those of forty). Outputs are drawn in the place and size that fit the input best: ReLU halves and shifts what it keeps."),
            stream => ScatterFigure.Write(stream, "Through ReLU in n dimensions and back", "from the centre outwards",
            [
                Panel("Input", "two dimensions, one of them along the curve", spiral),
                .. outputs.Select(output => Panel($"n = {output.Dimensions}", $"error {Percent(FittedError(spiral, output.Points))} %", Reconstruction.Fitted(spiral, output.Points))),
            ]));
        report.Table("figure-1", "Root mean square distance between output and input, in percent of the input's own: as the pseudo-inverse returns it, moved and scaled to fit best, and from the best linear layer instead of the pseudo-inverse. Collapsed are points with fewer than two positive outputs: these no longer determine a place in the plane.",
            new Table(["n", "error (%)", "fitted (%)", "best linear layer (%)", "points collapsed (%)"],
            [
                .. outputs.Select(output => new[]
                {
                    $"{output.Dimensions}", Percent(Reconstruction.Error(spiral, output.Points)), Percent(FittedError(spiral, output.Points)),
                    Percent(Reconstruction.Error(spiral, Decode(spiral, output.Dimensions, Seed))), Percent(CollapsedShare(spiral, output.Dimensions, Seed)),
                }),
            ]));
    }

    private static void WriteCurves(Report report, Matrix<double> spiral)
    {
        Spread Over(int n, Func<int, double> measure) => Spread.Of([.. Enumerable.Range(1, Seeds).Select(measure)], 0.1);
        var inverse = s_dimensions.Select(n => Over(n, seed => 100 * Reconstruction.LostShare(spiral, Reconstruction.Fitted(spiral, Reconstruct(spiral, n, seed))))).ToList();
        var linear = s_dimensions.Select(n => Over(n, seed => 100 * Reconstruction.LostShare(spiral, Decode(spiral, n, seed)))).ToList();
        var collapsed = s_dimensions.Select(n => 100 * Enumerable.Range(1, Seeds).Average(seed => CollapsedShare(spiral, n, seed))).ToList();
        report.Paragraph(Invariant($"""
            One matrix may be lucky, so the same for {Seeds} of them. The pseudo-inverse loses {inverse[1].Mean:F0} % of the variance in 2 dimensions,
            {inverse[14].Mean:F1} % in 15 and {inverse[29].Mean:F1} % in 30: that falls slowly, because it doesn't know which outputs were cut. A linear layer fitted to the
            outputs, as the next layer of a network is, loses {linear[1].Mean:F0} %, {linear[14].Mean:0.###} % and {linear[29].Mean:0.#####} %. How many points' outputs no longer
            determine a place in the plane can be calculated: each output is positive or not like a fair coin, and of <i>n</i> coins at most one shows heads with probability
            (<i>n</i> + 1) / 2<sup><i>n</i></sup>.
            """));
        report.Figure("lost", Invariant($"Information lost on the way through n dimensions, over {Seeds} random matrices."), stream => LineFigure.Write(stream, "Information lost over the number of dimensions",
        [
            new LineChart
            {
                Title = "Variance lost (%)", XLabel = "dimensions n; bands: four fifths of the matrices", LogY = true,
                Series = [Line("pseudo-inverse", inverse, Tone.First), Line("best linear layer", linear, Tone.Second)],
            },
            new LineChart
            {
                Title = "Points collapsed (%)", XLabel = "dimensions n", LogY = true,
                Series =
                [
                    new Series("measured", [.. s_dimensions.Zip(collapsed, (n, share) => ((double)n, share)).TakeWhile(point => point.share > 0)], Tone.Third),
                    new Series("(n + 1) / 2ⁿ", [.. s_dimensions.Take(20).Select(n => ((double)n, 100 * RandomReluLayer.CollapseProbability(2, n)))], Tone.Fourth) { IsDashed = true },
                ],
            },
        ]));
    }

    private static Series Line(string name, List<Spread> spreads, Tone tone) =>
        new(name, [.. s_dimensions.Zip(spreads, (n, spread) => ((double)n, spread.Mean))], tone) { Spread = [.. spreads.Select(spread => (spread.Low, spread.High))] };

    private static string Percent(double share) => Invariant($"{100 * share:F1}");
}
