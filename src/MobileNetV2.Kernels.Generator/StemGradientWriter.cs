namespace MobileNets.Kernels.Generator;

/// <summary>The weight gradient of the first layer: nine sums a picture channel stay in registers while a row passes by.</summary>
internal static class StemGradientWriter
{
    private const int Block = 16;

    private static readonly string[] Rows = ["above", "center", "below"];

    public static string Name(int channels) => $"StemGradient{channels}";

    public static void Write(CodeWriter code, TrainingShape shape, int channels)
    {
        KernelClassWriter.OpenKernel(
            code, $"{channels} channels of the picture, from one on.", $"{Name(channels)}(in StemGradientCall call, int first, ref FetchCursor fetch)");
        DepthwiseWriter.OpenBlockParts(code, shape);
        foreach (var row in Rows)
            code.Line($"var {row} = call.{DepthwiseWriter.Property(row)} + first * call.ChannelStride - 1;");
        code.Line("var plane = call.ChannelStride;");
        code.Line("var gradient = call.Gradient + channel;");
        code.Line($"var sums = call.Sums + first * {9 * Block} + channel;");
        for (var tap = 0; tap < 9 * channels; tap++)
            code.Line($"var s{tap} = {shape.Vector}.Load(sums + {tap * Block});");
        code.Line("var remaining = call.OutputWidth;");
        code.Open("do");
        code.Line($"var g = {shape.Vector}.Load(gradient);");
        for (var tap = 0; tap < 9 * channels; tap++)
        {
            var plane = (tap / 9) switch { 0 => "", 1 => " + plane", var more => $" + {more} * plane" };
            code.Line($"s{tap} = {shape.Vector}.MultiplyAddEstimate({shape.Vector}.Create(*({Rows[tap / 3 % 3]}{plane} + {tap % 3})), g, s{tap});");
        }
        foreach (var row in Rows)
            code.Line($"{row} += 2;");
        code.Line($"gradient += {Block};");
        code.Line("fetch.Advance();");
        code.Close(" while (--remaining > 0);");
        for (var tap = 0; tap < 9 * channels; tap++)
            code.Line($"{shape.Vector}.Store(s{tap}, sums + {tap * Block});");
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();
    }
}
