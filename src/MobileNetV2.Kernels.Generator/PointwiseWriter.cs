namespace MobileNets.Kernels.Generator;

/// <summary>Tiles of pixels × output channels whose sums stay in registers while the inputs pass by: the 1×1 convolution and the stem.</summary>
internal static class PointwiseWriter
{
    private const int Block = 16;

    public static void WritePointwise(CodeWriter code, KernelShape shape, int units, int rows, bool fetching)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs; the call's pixels are whole tiles{(fetching ? ", and memory is fetched meanwhile" : "")}.",
            $"{(fetching ? "Fetching" : "")}Pointwise{rows}x{units}(in PointwiseCall call{(fetching ? ", ref FetchCursor fetch" : "")})");

        // Pixels to either side of the pointer: their offsets then fit into a byte.
        var middle = rows / 2;
        code.Line($"var input = call.Input + {middle * Block};");
        code.Line("var output = call.Output;");
        code.Line("var residual = call.Residual;");
        code.Line("var panelStride = call.PanelStride;");
        code.Line($"var blockStep = call.InputBlockStride - {Block};");
        code.Line("var pixels = call.Pixels;");
        if (fetching)
        {
            code.Line("var next = fetch.Next;");
            code.Line("var nextStep = fetch.NextStep;");
            code.Line("var afterNext = fetch.AfterNext;");
            code.Line("var afterNextStep = fetch.AfterNextStep;");
        }
        code.Open("do");
        WriteBias(code, vectors, rows, "call.Bias");
        code.Open("if (residual != null)");
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                code.Line($"{Sum(row, vector)} += {vector.Type}.Load(residual{Blocks(vector, "call.OutputBlockStride")} + {row * Block + vector.Offset});");
        code.Line($"residual += {rows * Block};");
        code.Close();

        code.Line("var x = input;");
        code.Line("var weights = call.Weights;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Line($"var end = x + (channels < {Block} ? channels : {Block});");
        code.Open("do");
        if (fetching)
            WriteFetch(code);
        WriteProducts(code, vectors, rows, "panelStride", row => $"x[{(row - middle) * Block}]");
        code.Line("x++;");
        code.Line($"weights += {Block};");
        code.Close(" while (x < end);");
        code.Line("x += blockStep;");
        code.Line($"channels -= {Block};");
        code.Close(" while (channels > 0);");

        code.Open("if (call.ReLU6)");
        WriteReLU6(code, vectors, rows);
        code.Close();
        WriteStores(code, vectors, rows);
        code.Line($"input += {rows * Block};");
        code.Line($"output += {rows * Block};");
        code.Line($"pixels -= {rows};");
        code.Close(" while (pixels > 0);");
        if (fetching)
        {
            code.Line("fetch.Next = next;");
            code.Line("fetch.AfterNext = afterNext;");
        }
        code.Close();
    }

    public static void WriteStem(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs; the call's pixels are whole tiles.",
            $"Stem{rows}x{units}(in StemRowCall call)");
        code.Line("var panelStride = (nint)call.InputChannels * (9 * 16);");
        code.Line("var output = call.Output;");
        code.Line("var pixels = call.OutputWidth;");
        code.Line("nint column = -1;");
        code.Open("do");
        WriteBias(code, vectors, rows, "call.Bias");
        code.Line("var weights = call.Weights;");
        code.Line("var offset = column;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        foreach (var row in new[] { "Above", "Center", "Below" })
        {
            code.Open();
            code.Line($"var x = call.{row} + offset;");
            code.Line("var end = x + 3;");
            code.Open("do");
            WriteProducts(code, vectors, rows, "panelStride", pixel => $"x[{2 * pixel}]");
            code.Line("x++;");
            code.Line($"weights += {Block};");
            code.Close(" while (x < end);");
            code.Close();
        }
        code.Line("offset += call.ChannelStride;");
        code.Close(" while (--channels > 0);");
        code.Open();
        WriteReLU6(code, vectors, rows);
        code.Close();
        WriteStores(code, vectors, rows);
        code.Line($"column += {2 * rows};");
        code.Line($"output += {rows * Block};");
        code.Line($"pixels -= {rows};");
        code.Close(" while (pixels > 0);");
        code.Close();
    }

    private static void WriteBias(CodeWriter code, ChannelVector[] vectors, int rows, string bias)
    {
        foreach (var vector in vectors)
        {
            code.Line($"var {Sum(0, vector)} = {vector.Type}.Load({bias} + {vector.Channel});");
            for (var row = 1; row < rows; row++)
                code.Line($"var {Sum(row, vector)} = {Sum(0, vector)};");
        }
    }

    private static void WriteFetch(CodeWriter code)
    {
        code.Open("if (Sse.IsSupported)");
        code.Line("Sse.Prefetch1(next);");
        code.Line("Sse.Prefetch1(afterNext);");
        code.Line("Sse.Prefetch1(afterNext + 64);");
        code.Close();
        code.Line("next += nextStep;");
        code.Line("afterNext += afterNextStep;");
    }

    private static void WriteProducts(CodeWriter code, ChannelVector[] vectors, int rows, string panelStride, Func<int, string> input)
    {
        foreach (var vector in vectors)
            code.Line($"var w{vector.Channel} = {vector.Type}.Load(weights{Blocks(vector, panelStride)} + {vector.Offset});");
        for (var row = 0; row < rows; row++)
        {
            code.Open();
            code.Line($"var v = {vectors[0].Type}.Create({input(row)});");
            foreach (var vector in vectors)
            {
                var value = vector.Type == vectors[0].Type ? "v" : "v.GetLower()";
                code.Line($"{Sum(row, vector)} = {vector.Type}.MultiplyAddEstimate({value}, w{vector.Channel}, {Sum(row, vector)});");
            }
            code.Close();
        }
    }

    private static void WriteReLU6(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        code.Line($"var zero = {vectors[0].Type}<float>.Zero;");
        code.Line($"var six = {vectors[0].Type}.Create(6f);");
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
            {
                var half = vector.Type == vectors[0].Type ? "" : ".GetLower()";
                code.Line($"{Sum(row, vector)} = {VectorWriter.ReLU6(vector.Type, Sum(row, vector), "zero" + half, "six" + half)};");
            }
    }

    private static void WriteStores(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                code.Line($"{vector.Type}.Store({Sum(row, vector)}, output{Blocks(vector, "call.OutputBlockStride")} + {row * Block + vector.Offset});");
    }

    private static string Sum(int row, ChannelVector vector) => $"s{row}_{vector.Channel}";

    private static string Blocks(ChannelVector vector, string stride) => vector.Panel == 0 ? "" : $" + {stride}";
}
