namespace MobileNets.Kernels.Generator;

/// <summary>Tiles of left channels × right channels whose sums stay in registers while the pixels pass by.</summary>
internal static class OuterProductWriter
{
    private const int Block = 16;
    private const int Units = 3;

    public static string Name(int channels) => $"OuterProduct{channels}";

    public static void Write(CodeWriter code, TrainingShape shape, int channels)
    {
        KernelClassWriter.OpenKernel(
            code, $"{channels} left channels, from one on.", $"{Name(channels)}(in OuterProductCall call, int first, ref FetchCursor fetch)");
        var width = shape.Lanes * shape.OuterVectors;
        if (width < Block)
            code.Open($"for (var channel = 0; channel < {Block}; channel += {width})");
        else
            code.Line("const int channel = 0;");

        // A unit of channels lies in one block; those of a tile may lie in two.
        var unit = shape.OuterChannels / Units;
        for (var at = 0; at < channels; at += unit)
            code.Line($"var left{at / unit} = call.Left + (first + {at}) / {Block} * call.LeftBlockStride + (first + {at}) % {Block};");
        code.Line("var right = call.Right + channel;");
        code.Line($"var sums = call.Sums + (nint)first * {Block} + channel;");
        ForEachSum((k, vector, sum) => code.Line($"var {sum} = {shape.Vector}.Load(sums + {k * Block + vector * shape.Lanes});"));
        code.Line("var pixels = call.Pixels;");
        code.Open("do");
        code.Line("fetch.Advance();");
        code.Line($"var end = right + (pixels < {Block} ? pixels : {Block}) * {Block};");
        code.Open("do");
        for (var vector = 0; vector < shape.OuterVectors; vector++)
            code.Line($"var r{vector} = {shape.Vector}.Load(right + {vector * shape.Lanes});");
        for (var k = 0; k < channels; k++)
        {
            code.Open();
            code.Line($"var v = {shape.Vector}.Create(left{k / unit}[{k % unit}]);");
            for (var vector = 0; vector < shape.OuterVectors; vector++)
                code.Line($"s{k}_{vector} = {shape.Vector}.MultiplyAddEstimate(v, r{vector}, s{k}_{vector});");
            code.Close();
        }
        for (var at = 0; at < channels; at += unit)
            code.Line($"left{at / unit} += {Block};");
        code.Line($"right += {Block};");
        code.Close(" while (right < end);");
        code.Line($"pixels -= {Block};");
        code.Close(" while (pixels > 0);");
        ForEachSum((k, vector, sum) => code.Line($"{shape.Vector}.Store({sum}, sums + {k * Block + vector * shape.Lanes});"));
        if (width < Block)
            code.Close();
        code.Close();

        void ForEachSum(Action<int, int, string> write)
        {
            for (var k = 0; k < channels; k++)
                for (var vector = 0; vector < shape.OuterVectors; vector++)
                    write(k, vector, $"s{k}_{vector}");
        }
    }
}
