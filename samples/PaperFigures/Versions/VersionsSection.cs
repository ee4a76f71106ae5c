using System.Globalization;
using System.Runtime.InteropServices;
using MobileNets.Architecture;
using MobileNets.Charts;
using TorchSharp;

namespace MobileNets.PaperFigures.Versions;

/// <summary>MobileNetV2 beside MobileNetV1: parameters, mult-adds, and the time that a picture takes (paper, table 4).</summary>
/// <param name="resolution">Height and width of the picture.</param>
/// <param name="rounds">How often each network is timed.</param>
internal sealed class VersionsSection(int resolution = 224, int rounds = 25) : ISection
{
    public string Id => "versions";

    public string Title => "MobileNetV2 beside MobileNetV1";

    public void Write(Report report)
    {
        var (v1, v2) = (MobileNetV1Plan.Create(resolution), MobileNetV2Plan.Create(new() { InputHeight = resolution, InputWidth = resolution }));
        var times = VersionTimes.Measure(resolution, rounds);
        report.Paragraph("""
            The claim: half the arithmetic of MobileNetV1, about 30 % less time, better accuracy
            (<a href="https://arxiv.org/abs/1801.04381">paper</a>, table 4: 575 M and 300 M mult-adds, 113 and 75 ms on one core of a telephone). Both networks are
            <code>TorchSharp</code> modules made from their plans here.
            """);
        report.Table("figures", $"Both networks at {resolution} × {resolution}, 1000 classes; times on this machine.", new Table(
            ["", "MobileNetV1", "MobileNetV2", "V2 ÷ V1"],
            [
                Row("parameters", v1.Parameters, v2.Parameters, "N0", 1),
                Row("mult-adds (millions)", v1.MultAdds, v2.MultAdds, "F1", 1e-6),
                Row("TorchSharp module, one picture on one thread: median (ms)", times.V1.Median, times.V2.Median, "F1", 1e3),
                Row("the same, fastest (ms)", times.V1.Minimum, times.V2.Minimum, "F1", 1e3),
                ["managed engine, the same: median (ms)", "–", Text(1e3 * times.Engine.Median, "F1"), Text(times.Engine.Median / times.V1.Median, "F2")],
            ]));
        report.Figure("bars", "Arithmetic, parameters and time of both networks.", stream => BarFigure.Write(stream, "MobileNetV2 beside MobileNetV1",
        [
            Bars("Mult-adds (millions)", ["MobileNetV1", "MobileNetV2"], [v1.MultAdds / 1e6, v2.MultAdds / 1e6], "F1"),
            Bars("Parameters (millions)", ["MobileNetV1", "MobileNetV2"], [v1.Parameters / 1e6, v2.Parameters / 1e6], "F2"),
            Bars("Time of one picture on one thread, median (ms)", ["MobileNetV1, torch", "MobileNetV2, torch", "MobileNetV2, managed engine"],
                [1e3 * times.V1.Median, 1e3 * times.V2.Median, 1e3 * times.Engine.Median], "F1"),
        ]));
        report.Paragraph(string.Create(CultureInfo.InvariantCulture, $"""
            V2 has {v2.MultAdds / (double)v1.MultAdds:P0} of V1's mult-adds and took {times.V2.Median / times.V1.Median:P0} of its time as a module of libtorch {torch.__version__}
            ({rounds} rounds in turns after warming up; {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}). Arithmetic is
            not all that takes time: V2 has {Convolutions(v2)} convolutions, V1 {Convolutions(v1)}, each with batch normalisation, and torch's operators read and write a whole map for
            each of them. The managed engine runs a block at a time and writes little between; it knows MobileNetV2 only, so that it has no V1 to be compared with.
            """));
    }

    private static string[] Row(string name, double v1, double v2, string format, double scale) => [name, Text(scale * v1, format), Text(scale * v2, format), Text(v2 / v1, "F2")];

    private static BarChart Bars(string title, IReadOnlyList<string> groups, IReadOnlyList<double> values, string format) =>
        new() { Title = title, Groups = groups, Bars = [new Bars(title, values, Tone.First)], Format = format };

    private static int Convolutions(NetworkPlan plan) => plan.Layers.Count(layer => layer.Kind == LayerKind.Convolution);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
