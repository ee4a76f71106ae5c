using MathNet.Numerics.LinearAlgebra;
using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>The paper's Figure 1, and how its outcome depends on the number of dimensions and on chance.</summary>
internal sealed class SpiralSection : ISection
{
    public const int Seed = 1;
    private const int PointCount = 600;
    private const int Seeds = 300;
    private static readonly int[] s_paperDimensions = [2, 3, 5, 15, 30];
    private static readonly int[] s_dimensions = [.. Enumerable.Range(1, 40)];

    public string Id => "spiral";

    public string Title => "Figure 1: what ReLU leaves of a spiral";

    /// <summary>The spiral embedded into n dimensions by a random matrix, cut by ReLU and brought back by the pseudo-inverse.</summary>
    public static Matrix<double> Reconstruct(Matrix<double> points, int dimensions, int seed)
    {
        var layer = new RandomReluLayer(2, dimensions, new Random(seed));
        return layer.PseudoInverse(layer.Forward(points));
    }

    /// <summary>The share of the points of which fewer than two outputs stay positive.</summary>
    public static double CollapsedShare(Matrix<double> points, int dimensions, int seed) =>
        new RandomReluLayer(2, dimensions, new Random(seed)).ActiveOutputs(points).Count(active => active < 2) / (double)points.ColumnCount;

    public void Write(Report report)
    {
        var spiral = Spiral.Points(PointCount);
        WriteFigure1(report, spiral);
        WriteCurves(report, spiral);
    }

    private static void WriteFigure1(Report report, Matrix<double> spiral)
    {
        report.Paragraph("""
            The paper's picture for why a bottleneck should be linear (section 3.2): a spiral in the plane is embedded into <i>n</i> dimensions by a
            random matrix <i>T</i>, goes through ReLU, and comes back by <i>T</i>'s pseudo-inverse. In few dimensions points collapse into each other; in
            many the spiral survives.
            """);
        var outputs = s_paperDimensions.Select(n => (Dimensions: n, Points: Reconstruct(spiral, n, Seed))).ToList();
        ScatterChart Panel(string title, string note, Matrix<double> points) =>
            new() { Title = title, Note = note, Points = Plane.Points(points), Colors = Plane.Colors(PointCount), Axes = ("x", "y"), Extent = 1.4 };
        report.Figure("figure-1", Invariant($"A spiral of {PointCount} points, and what comes back from n dimensions after ReLU (seed {Seed}). Outputs are drawn in the size that fits the input best: ReLU halves what it keeps."),
            stream => ScatterFigure.Write(stream, "Through ReLU in n dimensions and back", "from the centre outwards",
            [
                Panel("Input", "two dimensions, one of them along the curve", spiral),
                .. outputs.Select(output => Panel($"n = {output.Dimensions}", Invariant($"error {100 * FittedError(spiral, output.Points):F1} %"), Reconstruction.Fitted(spiral, output.Points))),
            ]));
        report.Table("figure-1", "Root mean square distance between output and input, in percent of the input's own; variance of the input that the fitted output lacks; points with fewer than two positive outputs, which no decoder can tell from their neighbours.",
            new Table(["n", "error as it comes (%)", "error in the fitted size (%)", "variance lost (%)", "points collapsed (%)"],
            [
                .. outputs.Select(output => new[]
                {
                    Invariant($"{output.Dimensions}"), Invariant($"{100 * Reconstruction.Error(spiral, output.Points):F1}"), Invariant($"{100 * FittedError(spiral, output.Points):F1}"),
                    Invariant($"{100 * Reconstruction.LostShare(spiral, output.Points):F2}"), Invariant($"{100 * CollapsedShare(spiral, output.Dimensions, Seed):F1}"),
                }),
            ]));
    }

    private static void WriteCurves(Report report, Matrix<double> spiral)
    {
        Spread Over(int n, Func<int, double> measure) => Spread.Of([.. Enumerable.Range(1, Seeds).Select(measure)], 0.1);
        var lost = s_dimensions.Select(n => Over(n, seed => 100 * Reconstruction.LostShare(spiral, Reconstruct(spiral, n, seed)))).ToList();
        var collapsed = s_dimensions.Select(n => 100 * Enumerable.Range(1, Seeds).Average(seed => CollapsedShare(spiral, n, seed))).ToList();
        report.Paragraph(Invariant($"""
            One matrix may be lucky, so the same for {Seeds} of them. The pseudo-inverse loses {lost[1].Mean:F0} % of the variance in 2 dimensions,
            {lost[14].Mean:F1} % in 15 and {lost[29].Mean:F1} % in 30: it falls like 1/<i>n</i>, slowly, because the pseudo-inverse doesn't know which outputs were
            cut. The points that are lost whatever the decoder fall like 2<sup>−<i>n</i></sup>: of <i>n</i> fair coins at most one shows heads, (<i>n</i> + 1) / 2<sup><i>n</i></sup>.
            """));
        report.Figure("lost", Invariant($"Information lost on the way through n dimensions, over {Seeds} random matrices."), stream => LineFigure.Write(stream, "Information lost over the number of dimensions",
        [
            new LineChart
            {
                Title = "Variance lost by the pseudo-inverse (%)", XLabel = "dimensions n; band: four fifths of the matrices", LogY = true,
                Series = [new Series("mean", [.. s_dimensions.Zip(lost, (n, spread) => ((double)n, spread.Mean))], Tone.First) { Spread = [.. lost.Select(spread => (spread.Low, spread.High))] }],
            },
            new LineChart
            {
                Title = "Points collapsed (%)", XLabel = "dimensions n", LogY = true,
                Series =
                [
                    new Series("measured", [.. s_dimensions.Zip(collapsed, (n, share) => ((double)n, share)).TakeWhile(point => point.share > 0)], Tone.First),
                    new Series("(n + 1) / 2ⁿ", [.. s_dimensions.Take(20).Select(n => ((double)n, 100 * RandomReluLayer.CollapseProbability(2, n)))], Tone.Second) { IsDashed = true },
                ],
            },
        ]));
    }

    private static double FittedError(Matrix<double> spiral, Matrix<double> output) => Reconstruction.Error(spiral, Reconstruction.Fitted(spiral, output));
}
