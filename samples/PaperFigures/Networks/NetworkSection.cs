using MobileNets.Architecture;
using MobileNets.Charts;

namespace MobileNets.PaperFigures;

/// <summary>The paper's tables 1 and 2, torchinfo's figures, and where parameters and mult-adds are.</summary>
internal sealed class NetworkSection : ISection
{
    public string Id => "network";

    public string Title => "The network";

    public void Write(Report report)
    {
        var plan = MobileNetV2Plan.Create();
        var summary = new NetworkSummary(plan, batchSize: 2);
        report.Paragraph("""
            MobileNetV2 is a table: (t, c, n, s), expansion ratio, channels, repeats and stride of each run of inverted residuals. Everything below is
            read off the layer plan that the library derives from that table and that modules, inference engine, training and export are built from.
            """);
        report.Table("table-1", "Table 1: an inverted residual that turns k channels into k′ with stride s and expansion ratio t, here the network's features.4.", PaperTables.InvertedResidual(plan.Blocks[4]));
        report.Table("table-2", "Table 2: the network for one picture. Each line is n equal blocks, of which the first has stride s; k is the number of classes.", PaperTables.Architecture(plan));
        report.Paragraph($"""
            torchinfo prints {summary.TorchinfoMultAdds / 1e6:F2} million mult-adds for a batch of two, because it also counts every scale, shift and
            bias once. Convolutions and classifier alone, what papers count, take {summary.MultAdds / 1e6:F2} million for two pictures and
            {plan.MultAdds / 1e6:F2} for one.
            """);
        report.Table("totals", "Totals of torchinfo's summary for a batch of shape [2, 3, 224, 224].", new Table(["", "value"],
        [
            ["parameters", Text.Whole(summary.Parameters)],
            ["mult-adds, convolutions and classifier (M)", $"{summary.MultAdds / 1e6:F2}"],
            ["mult-adds as torchinfo counts them (M)", $"{summary.TorchinfoMultAdds / 1e6:F2}"],
            ["input (MB)", $"{summary.InputBytes / 1e6:F2}"],
            ["forward and backward pass (MB)", $"{summary.ForwardBackwardBytes / 1e6:F2}"],
            ["parameters (MB)", $"{summary.ParameterBytes / 1e6:F2}"],
            ["together (MB)", $"{summary.TotalBytes / 1e6:F2}"],
        ]));
        var (early, late) = (plan.Blocks.Where(block => block.Output.Height >= 28).ToList(), plan.Blocks.Where(block => block.Output.Height <= 7).ToList());
        report.Paragraph($"""
            Arithmetic and weights are in different places: blocks that end at 28 × 28 pixels or more have {Text.Percent(Share(early, block => block.MultAdds, plan.MultAdds))} % of the
            mult-adds and {Text.Percent(Share(early, block => block.Parameters, plan.Parameters))} % of the parameters, those from 7 × 7 pixels on
            {Text.Percent(Share(late, block => block.MultAdds, plan.MultAdds))} % and {Text.Percent(Share(late, block => block.Parameters, plan.Parameters))} %.
            """);
        report.Figure("shares", "Share of each block in mult-adds and parameters, from the stem (0) over 17 inverted residuals to head (18) and classifier (19).", stream => DrawShares(stream, plan));
        report.Table("layers", "Every layer with weights: kernel, stride, groups, shapes, parameters, mult-adds, their share, and its output in 32-bit floats, for one picture.", PaperTables.Layers(plan));
    }

    private static double Share(IEnumerable<BlockPlan> blocks, Func<BlockPlan, long> cost, long total) => (double)blocks.Sum(cost) / total;

    private static void DrawShares(Stream stream, NetworkPlan plan)
    {
        Series Shares(string name, Func<BlockPlan, long> cost, long total, Tone tone) =>
            new(name, [.. plan.Blocks.Where(block => block.MultAdds > 0).Select((block, i) => ((double)i, 100.0 * cost(block) / total))], tone);
        LineFigure.Write(stream, "Where the network's costs are",
        [
            new LineChart { Title = "Mult-adds (%)", XLabel = "block", WholeX = true, Series = [Shares("mult-adds", block => block.MultAdds, plan.MultAdds, Tone.First)] },
            new LineChart { Title = "Parameters (%)", XLabel = "block", WholeX = true, Series = [Shares("parameters", block => block.Parameters, plan.Parameters, Tone.Second)] },
        ]);
    }
}
