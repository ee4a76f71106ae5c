namespace MobileNets.Kernels.Generator;

/// <summary>Rows of a depthwise 3×3 convolution of integers: of a column, above and centre are multiplied as a pair, below with a zero.</summary>
internal static class IntegerDepthwiseWriter
{
    private const int Block = 16;

    private static readonly string[] Rows = ["above", "center", "below"];

    public static void WriteTiles(CodeWriter code, KernelShape shape, int stride, int columns)
    {
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {columns} output pixels, at stride {stride}, from an output pixel on.",
            $"Depthwise{columns}Stride{stride}(in DepthwiseRowCall<short> call, int first, int tiles)");
        DepthwiseWriter.OpenBlockParts(code, shape);
        for (var tap = 0; tap < 3; tap++)
        {
            code.Line($"var pair{tap} = {shape.Vector}.Load(call.Weights + 2 * channel + {tap * 2 * Block});");
            code.Line($"var single{tap} = {shape.Vector}.Load(call.Weights + 2 * channel + {(3 + tap) * 2 * Block});");
        }
        code.Line($"var column = {DepthwiseWriter.Times(stride, "first")};");
        code.Line($"var offset = (nint)column * {Block} + channel;");
        foreach (var row in Rows)
            code.Line($"var {row} = call.{DepthwiseWriter.Property(row)} + offset;");
        code.Line($"var output = call.Output + (nint)first * {Block} + channel;");
        code.Line("var remaining = tiles;");
        code.Open("do");
        for (var pixel = 0; pixel < columns; pixel++)
            code.Line($"var s{pixel} = {shape.Vector}<int>.Zero;");
        var last = (columns - 1) * stride + 1;
        for (var column = -1; column <= last; column++)
        {
            var edge = column == -1 ? "column > 0" : column == last ? $"column + {last} < call.InputWidth" : null;
            if (edge != null)
                code.Open($"if ({edge})");
            WriteTaps("pair", $"IntegerVectors.Interleave{shape.VectorBits}(above + {column * Block}, center + {column * Block})", column);
            WriteTaps("single", $"IntegerVectors.WithZeros{shape.VectorBits}(below + {column * Block})", column);
            if (edge != null)
                code.Close();
        }
        code.Open();
        WriteScale(code, shape);
        IntegerPointwiseWriter.WriteStores(code, columns, "low", "high", pixel => Scaled(shape, $"s{pixel}"), pixel => $"output + {pixel * Block}");
        code.Close();
        code.Line($"column += {columns * stride};");
        foreach (var row in Rows)
            code.Line($"{row} += {columns * stride * Block};");
        code.Line($"output += {columns * Block};");
        code.Close(" while (--remaining > 0);");
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();

        void WriteTaps(string weights, string inputs, int column)
        {
            code.Open();
            code.Line($"var v = {inputs};");
            var pixels = Enumerable.Range(0, columns).Where(pixel => column - pixel * stride is >= -1 and <= 1).ToList();
            foreach (var pixel in pixels)
                code.Line($"var p{pixel} = IntegerVectors.MultiplyPairs(v, {weights}{column - pixel * stride + 1});");
            foreach (var pixel in pixels)
                code.Line($"s{pixel} += p{pixel};");
            code.Close();
        }
    }

    public static void WriteDilated(CodeWriter code, KernelShape shape)
    {
        KernelClassWriter.OpenKernel(code, "A whole row, pixel by pixel, with any dilation.", "DilatedDepthwise(in DepthwiseRowCall<short> call)");
        DepthwiseWriter.OpenBlockParts(code, shape);
        WriteScale(code, shape);
        code.Open("for (var pixel = 0; pixel < call.OutputWidth; pixel++)");
        code.Line($"var sum = {shape.Vector}<int>.Zero;");
        code.Open("for (var tap = 0; tap < 3; tap++)");
        code.Line("var column = pixel * call.Stride + (tap - 1) * call.Dilation;");
        code.Line("if (column < 0 || column >= call.InputWidth)");
        code.Line("    continue;");
        code.Line($"var offset = (nint)column * {Block} + channel;");
        code.Line($"var weights = call.Weights + tap * {2 * Block} + 2 * channel;");
        code.Line($"sum += IntegerVectors.MultiplyPairs(IntegerVectors.Interleave{shape.VectorBits}(call.Above + offset, call.Center + offset), {shape.Vector}.Load(weights));");
        code.Line($"sum += IntegerVectors.MultiplyPairs(IntegerVectors.WithZeros{shape.VectorBits}(call.Below + offset), {shape.Vector}.Load(weights + {3 * 2 * Block}));");
        code.Close();
        code.Line($"IntegerVectors.Store({Scaled(shape, "sum")}, low, high, call.Output + (nint)pixel * {Block} + channel);");
        code.Close();
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();
    }

    private static void WriteScale(CodeWriter code, KernelShape shape)
    {
        code.Line($"var scale = {shape.Vector}.Load(call.Scale + channel);");
        code.Line($"var bias = {shape.Vector}.Load(call.Bias + channel);");
        IntegerPointwiseWriter.WriteBounds(code, shape.Vector, "0");
    }

    private static string Scaled(KernelShape shape, string sum) =>
        $"{shape.Vector}.MultiplyAddEstimate({shape.Vector}.ConvertToSingle({sum}), scale, bias)";
}
