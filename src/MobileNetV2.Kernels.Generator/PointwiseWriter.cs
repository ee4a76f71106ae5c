namespace MobileNets.Kernels.Generator;

/// <summary>Tiles of pixels × output channels whose sums stay in registers while the inputs pass by: the 1×1 convolution and the stem.</summary>
internal static class PointwiseWriter
{
    private const int Block = 16;

    public static void WritePointwise(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs, from a pixel and a unit on.",
            $"Pointwise{rows}x{units}(in PointwiseCall<float> call, int unit, int pixel, int tiles, ref FetchCursor fetch)");

        // Pixels to either side of the pointer: their offsets then fit into a byte.
        var middle = rows / 2;
        WriteOrigin(code, "call.PanelStride");
        code.Line($"var input = call.Input + (nint)pixel * {Block} + {middle * Block};");
        code.Line("var residual = call.Residual == null ? null : call.Residual + offset;");
        code.Line($"var blockStep = call.InputBlockStride - {Block};");
        code.Open("do");
        WriteBias(code, vectors, rows);
        code.Open("if (residual != null)");
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                code.Line($"{Sum(row, vector)} += {vector.Type}.Load(residual{Blocks(vector, "outputStride")} + {row * Block + vector.Offset});");
        code.Line($"residual += {rows * Block};");
        code.Close();

        code.Line("var x = input;");
        code.Line("var weights = firstWeights;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Line("fetch.Advance();");
        code.Line($"var end = x + (channels < {Block} ? channels : {Block});");
        code.Open("do");
        WriteProducts(code, vectors, rows, row => $"x[{(row - middle) * Block}]");
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
        code.Close(" while (--tiles > 0);");
        code.Close();
    }

    public static void WriteStem(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs, from a pixel and a unit on.",
            $"Stem{rows}x{units}(in StemRowCall<{shape.Element}> call, int unit, int pixel, int tiles)");
        WriteOrigin(code, "(nint)call.InputChannels * (9 * 16)");
        code.Line("var column = 2 * (nint)pixel - 1;");
        code.Open("do");
        WriteBias(code, vectors, rows);
        code.Line("var weights = firstWeights;");
        code.Line("var plane = column;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Open("for (var line = 0; line < 3; line++)");
        code.Line("var x = (line == 0 ? call.Above : line == 1 ? call.Center : call.Below) + plane;");
        code.Line("var end = x + 3;");
        code.Open("do");
        WriteProducts(code, vectors, rows, row => $"x[{2 * row}]");
        code.Line("x++;");
        code.Line($"weights += {Block};");
        code.Close(" while (x < end);");
        code.Close();
        code.Line("plane += call.ChannelStride;");
        code.Close(" while (--channels > 0);");
        code.Open();
        if (shape.HasIntegers)
            IntegerPointwiseWriter.WriteQuantized(code, vectors, rows);
        else
        {
            code.Open("if (call.ReLU6)");
            WriteReLU6(code, vectors, rows);
            code.Close();
            WriteStores(code, vectors, rows);
        }
        code.Close();
        code.Line($"column += {2 * rows};");
        code.Line($"output += {rows * Block};");
        code.Close(" while (--tiles > 0);");
        code.Close();
    }

    /// <summary>Where weights, bias and output of the first tile begin.</summary>
    public static void WriteOrigin(CodeWriter code, string panelStride, int weightsPerInput = 1)
    {
        code.Line($"var panelStride = {panelStride};");
        code.Line("var outputStride = call.OutputBlockStride;");
        code.Line("var panel = unit >> 1;");
        code.Line("var channel = (unit & 1) * 8;");
        code.Line($"var firstWeights = call.Weights + panel * panelStride + {(weightsPerInput == 1 ? "channel" : $"channel * {weightsPerInput}")};");
        code.Line("var bias = call.Bias + unit * 8;");
        code.Line($"var offset = panel * outputStride + channel + (nint)pixel * {Block};");
        code.Line("var output = call.Output + offset;");
    }

    private static void WriteBias(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        foreach (var vector in vectors)
        {
            code.Line($"var {Sum(0, vector)} = {vector.Type}.Load(bias + {vector.Channel});");
            for (var row = 1; row < rows; row++)
                code.Line($"var {Sum(row, vector)} = {Sum(0, vector)};");
        }
    }

    private static void WriteProducts(CodeWriter code, ChannelVector[] vectors, int rows, Func<int, string> input)
    {
        foreach (var vector in vectors)
            code.Line($"var w{vector.Channel} = {vector.Type}.Load(weights{Blocks(vector, "panelStride")} + {vector.Offset});");
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
                code.Line($"{Sum(row, vector)} = {VectorWriter.Clamp(vector.Type, Sum(row, vector), "zero" + half, "six" + half)};");
            }
    }

    private static void WriteStores(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                code.Line($"{vector.Type}.Store({Sum(row, vector)}, output{Blocks(vector, "outputStride")} + {row * Block + vector.Offset});");
    }

    public static string Sum(int row, ChannelVector vector) => $"s{row}_{vector.Channel}";

    public static string Blocks(ChannelVector vector, string stride) => vector.Panel == 0 ? "" : $" + {stride}";
}
