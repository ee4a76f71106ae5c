using MobileNets.Architecture;
using MobileNets.Charts;

namespace MobileNets.PaperFigures;

/// <summary>Width and resolution multipliers.</summary>
internal sealed class MultiplierSection : ISection
{
    private static readonly double[] s_widths = [0.25, 0.35, 0.5, 0.75, 1.0, 1.3, 1.4];
    private static readonly int[] s_resolutions = [96, 128, 160, 192, 224];

    public string Id => "multipliers";

    public string Title => "Width and resolution multipliers";

    public void Write(Report report)
    {
        var (smallest, small, large) = (Plan(0.25, 96), Plan(0.35, 96), Plan(1.4, 224));
        report.Paragraph($"""
            The width multiplier scales the channels of every layer, the resolution multiplier the picture. Both cost and save about with their square:
            a pointwise convolution has h·w·d′·d″ mult-adds. The published range, widths 0.35 to 1.4 and pictures of 96 to 224, runs from
            {Text.Millions(small.MultAdds)} to {Text.Millions(large.MultAdds)} million mult-adds and from {Text.Millions(small.Parameters)} to
            {Text.Millions(large.Parameters)} million parameters; width 0.25 at 96 pixels takes {Text.Millions(smallest.MultAdds)} million.
            The paper (section 4) says 7 to 585 million and 1.7 to 6.9 million. Mult-adds fit; weights that were published for width 1.4 have the parameters
            computed here, and not 6.9 million.
            """);
        report.Table("sweep", "Mult-adds (M) of a picture by width and resolution; parameters (M) for 1000 classes.", Sweep());
        var (half, whole, wide) = (Plan(0.5, 224), Plan(1.0, 224), Plan(1.4, 224));
        report.Paragraph($"""
            Half the resolution leaves {Text.Percent((double)Plan(1.0, 112).MultAdds / whole.MultAdds)} % of the mult-adds, a little more than a quarter because half of 7 × 7 pixels
            is rounded up to 4 × 4 and the classifier stays as it is. Half the width leaves {Text.Percent((double)half.MultAdds / whole.MultAdds)} %: stem and depthwise convolutions
            shrink only once with the channels, and below width 1.0 the last convolution keeps its 1280 channels. 1.4 times the width takes {(double)wide.MultAdds / whole.MultAdds:F2} times as many; 1.4² = {1.4 * 1.4:F2}.
            """);
        report.Figure("sweep", "Mult-adds against picture size at three widths, and against width at three picture sizes.", DrawSweep);
        report.Figure("v1-v2", "MobileNetV1 and MobileNetV2 at 224 × 224 by width; MobileNetV1 scales its last layer, too, and has fewer parameters where both are narrow.", DrawVersus);
    }

    internal static Table Sweep() => new(
        ["width", .. s_resolutions.Select(resolution => $"{resolution} × {resolution}"), "parameters (M)"],
        [
            .. s_widths.Select(width => (IReadOnlyList<string>)
                [$"{width:0.0#}", .. s_resolutions.Select(resolution => Text.Millions(Plan(width, resolution).MultAdds)), $"{Plan(width, 224).Parameters / 1e6:F2}"]),
        ]);

    private static NetworkPlan Plan(double width, int resolution) =>
        MobileNetV2Plan.Create(new MobileNetV2Options { WidthMultiplier = width, InputHeight = resolution, InputWidth = resolution });

    private static void DrawSweep(Stream stream)
    {
        Series AtWidth(double width, Tone tone) => new($"{width:0.0#}", [.. s_resolutions.Select(resolution => ((double)resolution, Plan(width, resolution).MultAdds / 1e6))], tone);
        Series AtResolution(int resolution, Tone tone) => new($"{resolution}", [.. s_widths.Select(width => (width, Plan(width, resolution).MultAdds / 1e6))], tone);
        LineFigure.Write(stream, "Width and resolution multipliers",
        [
            new LineChart { Title = "Mult-adds (M) by width", XLabel = "height and width of the picture (pixels)", Series = [AtWidth(1.4, Tone.First), AtWidth(1.0, Tone.Second), AtWidth(0.5, Tone.Third)] },
            new LineChart { Title = "Mult-adds (M) by size", XLabel = "width multiplier", Series = [AtResolution(224, Tone.First), AtResolution(160, Tone.Second), AtResolution(96, Tone.Third)] },
        ]);
    }

    private static void DrawVersus(Stream stream)
    {
        Series Line(string name, Func<double, NetworkPlan> plan, Func<NetworkPlan, long> cost, Tone tone) => new(name, [.. s_widths.Select(width => (width, cost(plan(width)) / 1e6))], tone);
        LineChart Chart(string title, Func<NetworkPlan, long> cost) => new()
        {
            Title = title,
            XLabel = "width multiplier",
            Series =
            [
                Line("MobileNetV1", width => MobileNetV1Plan.Create(widthMultiplier: width), cost, Tone.First),
                Line("MobileNetV2", width => Plan(width, 224), cost, Tone.Second),
            ],
        };
        LineFigure.Write(stream, "MobileNetV1 and MobileNetV2 by width", [Chart("Mult-adds (M)", plan => plan.MultAdds), Chart("Parameters (M)", plan => plan.Parameters)]);
    }
}
