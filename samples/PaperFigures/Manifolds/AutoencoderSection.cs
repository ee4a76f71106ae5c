using MathNet.Numerics.LinearAlgebra;
using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>Figure 1 as it is often tried in PyTorch: two trained layers with a ReLU between them.</summary>
internal sealed class AutoencoderSection : ISection
{
    private const int PointCount = 300;
    private static readonly int[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly int[] s_widths = [1, 2, 3, 4, 5, 8, 15, 30];
    private static readonly int[] s_drawn = [2, 3, 4, 5, 30];

    public string Id => "autoencoder";

    public string Title => "Figure 1 with trained layers";

    public void Write(Report report)
    {
        var spiral = Spiral.Points(PointCount);
        report.Paragraph("""
            A random matrix is not what a network ends up with. Here both layers learn: <code>Linear(2, width)</code>, ReLU, <code>Linear(width, 2)</code>, trained
            to return the spiral, as PyTorch would train it. With biases the first layer can push the whole spiral onto ReLU's linear side, and two channels are enough to lose
            nothing, if training finds that. Without, every channel cuts the plane through the origin: two cannot do it, while four can
            (<i>x</i> = ReLU(<i>x</i>) − ReLU(−<i>x</i>) in each direction).
            """);
        var biased = Train(spiral, hasBias: true);
        var unbiased = Train(spiral, hasBias: false);
        WriteSpirals(report, "spirals", "with biases", spiral, biased);
        WriteSpirals(report, "spirals-unbiased", "without biases", spiral, unbiased);
        WriteErrors(report, Errors(spiral, biased), Errors(spiral, unbiased));
    }

    private static Dictionary<int, List<Matrix<double>>> Train(Matrix<double> spiral, bool hasBias) =>
        s_widths.ToDictionary(width => width, width => s_seeds.Select(seed => ReluAutoencoder.Reconstruct(spiral, width, hasBias, seed)).ToList());

    private static List<Spread> Errors(Matrix<double> spiral, Dictionary<int, List<Matrix<double>>> outputs) =>
        [.. s_widths.Select(width => Spread.Of([.. outputs[width].Select(output => 100 * Reconstruction.Error(spiral, output))], 0))];

    private static void WriteSpirals(Report report, string name, string kind, Matrix<double> spiral, Dictionary<int, List<Matrix<double>>> outputs)
    {
        ScatterChart Panel(string title, string note, Matrix<double> points) =>
            new() { Title = title, Note = note, Points = Plane.Points(points), Colors = Plane.Colors(PointCount), Axes = ("x", "y"), Extent = 1.4 };
        report.Figure(name, Invariant($"What autoencoders {kind} return for the spiral (seed {s_seeds[0]})."), stream =>
            ScatterFigure.Write(stream, $"Two trained layers {kind}, ReLU between them", "from the centre outwards",
            [
                Panel("Input", "what they are trained to return", spiral),
                .. s_drawn.Select(width => Panel($"width {width}", Invariant($"error {100 * Reconstruction.Error(spiral, outputs[width][0]):F1} %"), outputs[width][0])),
            ]));
    }

    private static void WriteErrors(Report report, List<Spread> biased, List<Spread> unbiased)
    {
        Series Line(string name, List<Spread> errors, Tone tone) =>
            new(name, [.. s_widths.Zip(errors, (width, error) => ((double)width, error.Mean))], tone) { Spread = [.. errors.Select(error => (error.Low, error.High))] };
        report.Figure("error", Invariant($"Error over the width; bands reach from the best to the worst of {s_seeds.Length} seeds."), stream => LineFigure.Write(stream, "Two trained layers, ReLU between them",
            [new LineChart { Title = "Reconstruction error (%)", XLabel = "channels between the layers", LogY = true, Series = [Line("with biases", biased, Tone.First), Line("without", unbiased, Tone.Second)] }]));
        var (two, last) = (Array.IndexOf(s_widths, 2), s_widths.Length - 1);
        report.Paragraph(Invariant($"""
            Without biases the error falls from {unbiased[two].Mean:F0} % for two channels to {unbiased[two + 1].Mean:F0} % for three and {unbiased[two + 2].Mean:F2} % for four. With biases two channels
            end at anything from {biased[two].Low:F0} % to {biased[two].High:F0} %, which the initial weights decide: a channel that is negative for every point never learns
            again. From three on no start ends above {biased.Skip(two + 1).Max(error => error.High):F1} %. What is left for {s_widths[last]} channels, {biased[last].Mean:F1} % and {unbiased[last].Mean:F1} %, isn't lost: training has not
            finished.
            """));
        report.Table("error", Invariant($"Root mean square distance between output and input in percent of the input's own: mean, best and worst of {s_seeds.Length} seeds."),
            new Table(["width", "with biases", "best", "worst", "without", "best", "worst"],
            [.. s_widths.Select((width, i) => new[] { biased[i], unbiased[i] }.SelectMany(error => new[] { error.Mean, error.Low, error.High }).Select(error => Invariant($"{error:F2}")).Prepend($"{width}").ToArray())]));
    }
}
