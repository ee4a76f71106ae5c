using MathNet.Numerics.LinearAlgebra;
using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>Seed 001's reading of Figure 1: two trained layers with a ReLU between them.</summary>
internal sealed class AutoencoderSection : ISection
{
    private const int PointCount = 300;
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly int[] s_widths = [1, 2, 3, 5, 8, 15, 30];
    private static readonly int[] s_drawn = [2, 3, 5, 15, 30];

    public string Id => "autoencoder";

    public string Title => "Figure 1 with trained layers";

    public void Write(Report report)
    {
        var spiral = Spiral.Points(PointCount);
        var outputs = s_widths.ToDictionary(width => width, width => s_seeds.Select(seed => ReluAutoencoder.Reconstruct(spiral, width, seed)).ToList());
        double[] Errors(int width) => [.. outputs[width].Select(output => 100 * Reconstruction.Error(spiral, output))];
        report.Paragraph("""
            A random matrix is not what a network ends up with. Here both layers learn: <code>Linear(2, width)</code>, ReLU, <code>Linear(width, 2)</code>, trained
            to return the spiral. With biases the first layer may push the whole spiral onto ReLU's linear side, and then nothing is lost even with
            two channels; whether training finds that is the question.
            """);
        ScatterChart Panel(string title, string note, Matrix<double> points) =>
            new() { Title = title, Note = note, Points = Plane.Points(points), Colors = Plane.Colors(PointCount), Axes = ("x", "y"), Extent = 1.4 };
        report.Figure("spirals", Invariant($"A trained autoencoder's outputs for some widths (seed {s_seeds[0]})."), stream =>
            ScatterFigure.Write(stream, "Two trained layers with a ReLU between them", "from the centre outwards",
            [
                Panel("Input", "what it is trained to return", spiral),
                .. s_drawn.Select(width => Panel($"width {width}", Invariant($"error {Errors(width)[0]:F1} %"), outputs[width][0])),
            ]));
        var spreads = s_widths.Select(width => Spread.Of(Errors(width), 0)).ToList();
        report.Figure("error", Invariant($"Error over the width; the band reaches from the best to the worst of {s_seeds.Length} seeds."), stream => LineFigure.Write(stream, "Two trained layers with a ReLU between them",
        [
            new LineChart
            {
                Title = "Reconstruction error (%)", XLabel = "channels between the layers", LogY = true,
                Series = [new Series("mean", [.. s_widths.Zip(spreads, (width, spread) => ((double)width, spread.Mean))], Tone.First) { Spread = [.. spreads.Select(spread => (spread.Low, spread.High))] }],
            },
        ]));
        report.Table("error", Invariant($"Root mean square distance between output and input in percent of the input's own, over {s_seeds.Length} seeds."), new Table(["width", "mean (%)", "best (%)", "worst (%)"],
            [.. s_widths.Zip(spreads, (width, spread) => new[] { Invariant($"{width}"), Invariant($"{spread.Mean:F2}"), Invariant($"{spread.Low:F2}"), Invariant($"{spread.High:F2}") })]));
    }
}
