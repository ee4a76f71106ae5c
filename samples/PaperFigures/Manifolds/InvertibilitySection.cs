using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MobileNets.Architecture;
using MobileNets.Charts;
using static System.FormattableString;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>The paper's appendix A, as it is usually summed up: with m ≤ n channels ReLU loses its input, with more it probably doesn't.</summary>
internal sealed class InvertibilitySection : ISection
{
    private const int Seed = 1;
    private const int Trials = 300;
    private const double Exact = 1e-6;
    private static readonly (int Inputs, Tone Tone)[] s_inputs = [(4, Tone.First), (16, Tone.Second), (32, Tone.Third)];
    private static readonly double[] s_ratios = [.. Enumerable.Range(2, 15).Select(quarter => quarter / 4.0), 4.5, 5, 5.5, 6];

    public string Id => "invertibility";

    public string Title => "Appendix A: when ReLU can be inverted";

    /// <summary>The error of recovering a random input from ReLU(Bx), relative to the input's size, for as many random B as asked for.</summary>
    public static double[] RecoveryErrors(int inputs, int outputs, int trials, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, trials).Select(_ =>
        {
            var layer = new RandomReluLayer(inputs, outputs, random);
            var input = Matrix<double>.Build.Random(inputs, 1, new Normal(0, 1, random));
            return (layer.Recover(layer.Forward(input).Column(0)).ToColumnMatrix() - input).FrobeniusNorm() / input.FrobeniusNorm();
        })];
    }

    public void Write(Report report)
    {
        var curves = s_inputs.Select(series => (series.Inputs, series.Tone, Errors: s_ratios.Select(ratio => RecoveryErrors(series.Inputs, (int)(ratio * series.Inputs), Trials, Seed)).ToList())).ToList();
        report.Paragraph("""
            <i>x</i> has <i>n</i> numbers, <i>B</i> is a random <i>m</i> × <i>n</i> matrix, and ReLU(<i>Bx</i>) is all that is known. Every positive output is a linear
            equation for <i>x</i>; the others only say on which side <i>x</i> lies. With <i>n</i> positive ones <i>x</i> is determined, with fewer a whole region of
            inputs gives the same output. Each output is positive with probability one half whatever <i>x</i>, so the probability is that of at least <i>n</i> heads in
            <i>m</i> throws of a coin: the paper's <i>N</i>/2<sup><i>m</i></sup>. It is 2<sup>−<i>n</i></sup> for <i>m</i> = <i>n</i>, one half for <i>m</i> = 2<i>n</i> − 1, and the step
            becomes the steeper, the larger <i>n</i> is.
            """);
        report.Figure("recovery", Invariant($"Recovering x from ReLU(Bx), {Trials} random B and x for every point; recovered means to {Exact:0e0} of its size."), stream => LineFigure.Write(stream, "An input recovered from ReLU(Bx), over the expansion m/n",
        [
            new LineChart
            {
                Title = "Inputs recovered (%)", XLabel = "m/n; dashed: at least n heads in m throws", YLimit = 100,
                Series =
                [
                    .. curves.Select(curve => new Series($"n = {curve.Inputs}", [.. s_ratios.Zip(curve.Errors, (ratio, errors) => (ratio, 100.0 * errors.Count(error => error < Exact) / Trials))], curve.Tone)),
                    .. curves.Select(curve => new Series("", [.. s_ratios.Select(ratio => (ratio, 100 * RandomReluLayer.RecoveryProbability(curve.Inputs, (int)(ratio * curve.Inputs))))], curve.Tone) { IsDashed = true }),
                ],
            },
            new LineChart
            {
                Title = "Mean relative error (%)", XLabel = "m/n",
                Series = [.. curves.Select(curve => new Series($"n = {curve.Inputs}", [.. s_ratios.Zip(curve.Errors, (ratio, errors) => (ratio, 100 * errors.Average()))], curve.Tone))],
            },
        ]));
        WriteNetwork(report);
    }

    private static void WriteNetwork(Report report)
    {
        var blocks = MobileNetV2Plan.Create().Blocks.Where(block => block.ExpansionRatio > 1).DistinctBy(block => block.Input.Channels).ToList();
        report.Paragraph("""
            MobileNetV2 expands six times before its ReLU6, far to the right of the step. The table takes the bottlenecks from the network's plan and asks what random
            weights would lose: in the expansion next to nothing; in the bottleneck itself, were a ReLU put there, next to everything. Trained weights
            aren't random, and neighbouring pixels carry information about each other, so this is a bound on nothing. It is the paper's reason for the linear
            bottleneck, and the ablations show what it is worth.
            """);
        report.Table("network", "Probability under random weights that the expansion's ReLU loses a random input, and that a ReLU in the bottleneck itself would keep it.", new Table(["bottleneck channels n", "expanded to m", "lost in the expansion", "kept by a ReLU in the bottleneck"],
            [.. blocks.Select(block => new[] { Invariant($"{block.Input.Channels}"), Invariant($"{block.Layers[0].Output.Channels}"), Invariant($"{RandomReluLayer.CollapseProbability(block.Input.Channels, block.Layers[0].Output.Channels):0.0e-0}"), Invariant($"{RandomReluLayer.RecoveryProbability(block.Input.Channels, block.Input.Channels):0.0e-0}") })]));
    }
}
