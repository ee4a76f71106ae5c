using MobileNets.Architecture;
using MobileNets.Charts;

namespace MobileNets.PaperFigures;

/// <summary>What convolutions cost, and how MobileNetV2 spends less than MobileNetV1.</summary>
internal sealed class CostSection : ISection
{
    public string Id => "costs";

    public string Title => "What a convolution costs";

    public void Write(Report report)
    {
        var (standard, separable) = (ConvolutionCosts.Standard(32, 32, 3, 64, 3), ConvolutionCosts.DepthwiseSeparable(32, 32, 3, 64, 3));
        report.Paragraph($"""
            A standard convolution of an h × w map from d′ to d″ channels with k × k windows takes h·w·d′·d″·k² mult-adds. Filtering each channel by itself
            and mixing the channels with a 1 × 1 convolution takes h·w·d′·(k² + d″). For a picture of 32 × 32 × 3, windows of 3 × 3 and 64 output channels
            that is {standard:N0} against {separable:N0}, {(double)standard / separable:F2} times less.
            """);
        report.Table("separable", "Standard against depthwise-separable convolution: mult-adds by the formulas, which the tests compare with loops that count.", Examples());
        report.Figure("ratio", "How many times less a depthwise-separable convolution takes. It can never be more than the window's pixels: k² = 9 and 25.", DrawRatio);
        report.Paragraph($"""
            With 3 × 3 windows and the channels that networks have, 64 to 1024, it is {Ratio(64, 3):F1} to {Ratio(1024, 3):F1} times less: the paper's
            “8 to 9 times” (section 3.1).
            """);

        var (v1, v2) = (MobileNetV1Plan.Create(), MobileNetV2Plan.Create());
        var hidden = ConvolutionCosts.InvertedResidual(14, 14, 64, 6, 64, 3);
        var sameWidth = ConvolutionCosts.DepthwiseSeparable(14, 14, 6 * 64, 6 * 64, 3);
        report.Paragraph($"""
            An inverted residual has one 1 × 1 convolution more, h·w·d′·t(d′ + k² + d″) mult-adds in all. It pays because d′ and d″ are narrow: from 64 channels over
            {6 * 64} to 64 on a map of 14 × 14 takes {Text.Millions(hidden)} million, a depthwise-separable convolution of {6 * 64} channels
            {Text.Millions(sameWidth)} million. So the whole network has {Text.Percent((double)v2.MultAdds / v1.MultAdds)} % of MobileNetV1's mult-adds
            and {Text.Percent((double)v2.Parameters / v1.Parameters)} % of its parameters.
            """);
        report.Table("v1-v2", "MobileNetV1 and MobileNetV2, one picture of 224 × 224 and 1000 classes: mult-adds (M) of the convolutions that write maps of a size, and the totals.", Versus(v1, v2));
    }

    /// <summary>The worked example first.</summary>
    internal static Table Examples()
    {
        (int Size, int Input, int Output, int Kernel)[] examples = [(32, 3, 64, 3), (112, 32, 64, 3), (14, 512, 512, 3), (14, 512, 512, 5), (7, 1024, 1024, 3)];
        return new Table(["h × w × d′", "window", "d″", "standard", "separable", "times less"],
        [
            .. examples.Select(example =>
            {
                var (size, input, output, kernel) = example;
                var (standard, separable) = (ConvolutionCosts.Standard(size, size, input, output, kernel), ConvolutionCosts.DepthwiseSeparable(size, size, input, output, kernel));
                return (IReadOnlyList<string>)[$"{size} × {size} × {input}", $"{kernel}×{kernel}", $"{output}", Text.Whole(standard), Text.Whole(separable), $"{(double)standard / separable:F2}"];
            }),
        ]);
    }

    /// <summary>Mult-adds by the size of the map they write, then the totals.</summary>
    internal static Table Versus(NetworkPlan v1, NetworkPlan v2)
    {
        int[] sizes = [.. v1.Layers.Select(layer => layer.Output.Height).Distinct().OrderDescending()];
        long At(NetworkPlan plan, int size) => plan.Layers.Where(layer => layer.Output.Height == size).Sum(layer => layer.MultAdds);
        IReadOnlyList<string> Row(string name, double first, double second) => [name, Text.Millions(first), Text.Millions(second), Text.Percent(second / first)];
        return new Table(["", "MobileNetV1", "MobileNetV2", "V2 ÷ V1 (%)"],
        [
            .. sizes.Select(size => Row(size == 1 ? "classifier" : $"{size} × {size}", At(v1, size), At(v2, size))),
            Row("mult-adds (M)", v1.MultAdds, v2.MultAdds),
            Row("parameters (M)", v1.Parameters, v2.Parameters),
        ]);
    }

    private static double Ratio(int channels, int kernel) =>
        (double)ConvolutionCosts.Standard(1, 1, 1, channels, kernel) / ConvolutionCosts.DepthwiseSeparable(1, 1, 1, channels, kernel);

    private static void DrawRatio(Stream stream)
    {
        Series Line(int kernel, Tone tone) => new($"{kernel}×{kernel} windows", [.. Enumerable.Range(0, 129).Select(i => Math.Max(1, 4 * i)).Select(channels => ((double)channels, Ratio(channels, kernel)))], tone);
        LineFigure.Write(stream, "Standard ÷ separable convolution",
            [new LineChart { Title = "Times fewer mult-adds", XLabel = "output channels", Series = [Line(3, Tone.First), Line(5, Tone.Second)], WholeX = true }]);
    }
}
