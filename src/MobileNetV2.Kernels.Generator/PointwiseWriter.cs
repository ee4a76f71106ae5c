namespace MobileNets.Kernels.Generator;

/// <summary>Tiles of pixels × output channels whose sums stay in registers while the inputs pass by: the 1×1 convolution and the stem.</summary>
internal static class PointwiseWriter
{
    private const int Block = 16;

    public static void WritePointwise(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var bits = VectorBits(shape, units);
        var sums = TileSum.Cover(ChannelVector.Cover(units, bits), rows, bits);
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
        if (sums.FirstOrDefault(sum => sum.IsPair) is { } pair)
            code.Line($"var second = {pair.Type}.Create({pair.Vector.Type}<float>.Zero, {pair.Vector.Type}<float>.AllBitsSet);");
        code.Open("do");
        WriteBias(code, sums);
        code.Open("if (residual != null)");
        foreach (var sum in sums)
            code.Line($"{sum.Name} += {sum.Load("residual")};");
        code.Line($"residual += {rows * Block};");
        code.Close();

        code.Line("var x = input;");
        code.Line("var weights = firstWeights;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Line("fetch.Advance();");
        code.Line($"var end = x + (channels < {Block} ? channels : {Block});");
        code.Open("do");
        WriteProducts(code, bits, sums, rows, row => $"x[{(row - middle) * Block}]");
        code.Line("x++;");
        code.Line($"weights += {Block};");
        code.Close(" while (x < end);");
        code.Line("x += blockStep;");
        code.Line($"channels -= {Block};");
        code.Close(" while (channels > 0);");

        WriteOutput(code, bits, sums);
        code.Line($"input += {rows * Block};");
        code.Line($"output += {rows * Block};");
        code.Close(" while (--tiles > 0);");
        code.Close();
    }

    public static void WriteStem(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        var sums = TileSum.Cover(vectors, rows, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs, from a pixel and a unit on.",
            $"Stem{rows}x{units}(in StemRowCall<{shape.Element}> call, int unit, int pixel, int tiles)");
        WriteOrigin(code, "(nint)call.InputChannels * (9 * 16)");
        code.Line("var column = 2 * (nint)pixel - 1;");
        code.Open("do");
        WriteBias(code, sums);
        code.Line("var weights = firstWeights;");
        code.Line("var plane = column;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Open("for (var line = 0; line < 3; line++)");
        code.Line("var x = (line == 0 ? call.Above : line == 1 ? call.Center : call.Below) + plane;");
        code.Line("var end = x + 3;");
        code.Open("do");
        WriteProducts(code, shape.VectorBits, sums, rows, row => $"x[{2 * row}]");
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
            WriteOutput(code, shape.VectorBits, sums);
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

    // Sharing registers between half vectors of two pixels costs as much as it saves: a vector and a half are better three halves.
    private static int VectorBits(KernelShape shape, int units) => units * 8 > shape.Lanes && units * 8 % shape.Lanes != 0 ? shape.VectorBits / 2 : shape.VectorBits;

    private static void WriteBias(CodeWriter code, TileSum[] sums)
    {
        foreach (var group in sums.GroupBy(sum => (sum.Vector, sum.Type)))
        {
            var first = group.First();
            code.Line($"var {first.Name} = {first.Repeat($"bias + {first.Vector.Channel}")};");
            foreach (var sum in group.Skip(1))
                code.Line($"var {sum.Name} = {first.Name};");
        }
    }

    private static void WriteProducts(CodeWriter code, int bits, TileSum[] sums, int rows, Func<int, string> input)
    {
        foreach (var sum in sums.Where(sum => sum.Row == 0))
            code.Line($"var {Weights(sum)} = {sum.Repeat($"weights{Blocks(sum.Vector, "panelStride")} + {sum.Vector.Offset}")};");
        var together = sums.Any(sum => sum.IsPair) ? 2 : 1;
        for (var first = 0; first < rows; first += together)
        {
            code.Open();
            for (var row = first; row < Math.Min(first + together, rows); row++)
            {
                code.Line($"var v{row} = Vector{bits}.Create({input(row)});");
                foreach (var sum in sums.Where(sum => sum.Row == row && !sum.IsPair))
                    WriteProduct(sum, sum.Type == $"Vector{bits}" ? $"v{row}" : $"v{row}.GetLower()");
            }
            foreach (var sum in sums.Where(sum => sum.Row == first && sum.IsPair))
                WriteProduct(sum, $"{sum.Type}.ConditionalSelect(second, v{first + 1}, v{first})");
            code.Close();
        }

        void WriteProduct(TileSum sum, string value)
        {
            // A last pixel without another to share a register with.
            var half = sums.First(other => other.Row == 0 && other.Vector == sum.Vector).Type == sum.Type ? "" : ".GetLower()";
            code.Line($"{sum.Name} = {sum.Type}.MultiplyAddEstimate({value}, {Weights(sum)}{half}, {sum.Name});");
        }

        static string Weights(TileSum sum) => $"w{sum.Vector.Channel}";
    }

    private static void WriteOutput(CodeWriter code, int bits, TileSum[] sums)
    {
        code.Open("if (call.ReLU6)");
        code.Line($"var zero = Vector{bits}<float>.Zero;");
        code.Line($"var six = Vector{bits}.Create(6f);");
        foreach (var sum in sums)
        {
            var half = sum.Type == $"Vector{bits}" ? "" : ".GetLower()";
            code.Line($"{sum.Name} = {VectorWriter.Clamp(sum.Type, sum.Name, "zero" + half, "six" + half)};");
        }
        code.Close();
        foreach (var sum in sums)
            sum.WriteStore(code, "output");
    }

    public static string Sum(int row, ChannelVector vector) => $"s{row}_{vector.Channel}";

    public static string Blocks(ChannelVector vector, string stride) => vector.Panel == 0 ? "" : $" + {stride}";
}
