namespace MobileNets.Kernels.Generator;

/// <summary>Rows of a depthwise 3×3 convolution.</summary>
internal static class DepthwiseWriter
{
    private const int Block = 16;

    private static readonly string[] Rows = ["above", "center", "below"];

    public static void WriteTiles(CodeWriter code, KernelShape shape, int stride, int columns)
    {
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {columns} output pixels, at stride {stride}, from an output pixel on.",
            $"Depthwise{columns}Stride{stride}(in DepthwiseRowCall<float> call, int first, int tiles)");
        OpenBlockParts(code, shape);
        for (var tap = 0; tap < 9; tap++)
            code.Line($"var w{tap} = {shape.Vector}.Load(call.Weights + channel + {tap * Block});");
        code.Line($"var column = {Times(stride, "first")};");
        code.Line($"var offset = (nint)column * {Block} + channel;");
        foreach (var row in Rows)
            code.Line($"var {row} = call.{Property(row)} + offset;");
        code.Line($"var output = call.Output + (nint)first * {Block} + channel;");
        code.Line("var remaining = tiles;");
        code.Open("do");
        code.Line($"var s0 = {shape.Vector}.Load(call.Bias + channel);");
        for (var pixel = 1; pixel < columns; pixel++)
            code.Line($"var s{pixel} = s0;");

        // Independent groups, in turns: neighbouring sums wait for each other's columns.
        var size = stride == 1 ? (columns + 1) / 2 : 2;
        for (var step = 0; step < (size - 1) * stride + 3; step++)
            for (var pixel = 0; pixel < columns; pixel += size)
                WriteColumn(pixel, Math.Min(pixel + size, columns), step);
        code.Open("if (call.ReLU6)");
        code.Line($"var zero = {shape.Vector}<float>.Zero;");
        code.Line($"var six = {shape.Vector}.Create(6f);");
        for (var pixel = 0; pixel < columns; pixel++)
            code.Line($"s{pixel} = {VectorWriter.Clamp(shape.Vector, $"s{pixel}", "zero", "six")};");
        code.Close();
        for (var pixel = 0; pixel < columns; pixel++)
            code.Line($"{shape.Vector}.Store(s{pixel}, output + {pixel * Block});");
        code.Line($"column += {columns * stride};");
        foreach (var row in Rows)
            code.Line($"{row} += {columns * stride * Block};");
        code.Line($"output += {columns * Block};");
        code.Close(" while (--remaining > 0);");
        CloseBlockParts(code, shape);
        code.Close();

        // The column, of those that the sums first … end − 1 are made of, that is a number of steps after the leftmost.
        void WriteColumn(int first, int end, int step)
        {
            var column = first * stride - 1 + step;
            if (column > (end - 1) * stride + 1)
                return;
            var edge = column == -1 ? "column > 0" : column == (columns - 1) * stride + 1 ? $"column + {column} < call.InputWidth" : null;
            if (edge != null)
                code.Open($"if ({edge})");
            for (var row = 0; row < 3; row++)
            {
                code.Open();
                code.Line($"var v = {shape.Vector}.Load({Rows[row]} + {column * Block});");
                for (var pixel = first; pixel < end; pixel++)
                    if (column - pixel * stride is >= -1 and <= 1)
                        code.Line($"s{pixel} = {shape.Vector}.MultiplyAddEstimate(v, w{row * 3 + column - pixel * stride + 1}, s{pixel});");
                code.Close();
            }
            if (edge != null)
                code.Close();
        }
    }

    public static void WriteDilated(CodeWriter code, KernelShape shape)
    {
        KernelClassWriter.OpenKernel(code, "A whole row, pixel by pixel, with any dilation.", "DilatedDepthwise(in DepthwiseRowCall<float> call)");
        OpenBlockParts(code, shape);
        code.Open("for (var pixel = 0; pixel < call.OutputWidth; pixel++)");
        code.Line($"var sum = {shape.Vector}.Load(call.Bias + channel);");
        code.Open("for (var tap = 0; tap < 3; tap++)");
        code.Line("var column = pixel * call.Stride + (tap - 1) * call.Dilation;");
        code.Line("if (column < 0 || column >= call.InputWidth)");
        code.Line("    continue;");
        code.Line($"var offset = (nint)column * {Block} + channel;");
        code.Line($"var weights = call.Weights + tap * {Block} + channel;");
        for (var row = 0; row < 3; row++)
            code.Line($"sum = {shape.Vector}.MultiplyAddEstimate({shape.Vector}.Load(call.{Property(Rows[row])} + offset), {shape.Vector}.Load(weights + {row * 3 * Block}), sum);");
        code.Close();
        code.Line($"var result = call.ReLU6 ? {VectorWriter.Clamp(shape.Vector, "sum", $"{shape.Vector}<float>.Zero", $"{shape.Vector}.Create(6f)")} : sum;");
        code.Line($"{shape.Vector}.Store(result, call.Output + (nint)pixel * {Block} + channel);");
        code.Close();
        CloseBlockParts(code, shape);
        code.Close();
    }

    public static void OpenBlockParts(CodeWriter code, VectorShape shape)
    {
        if (shape.Lanes == Block)
            code.Line("const int channel = 0;");
        else
            code.Open($"for (var channel = 0; channel < {Block}; channel += {shape.Lanes})");
    }

    public static void CloseBlockParts(CodeWriter code, VectorShape shape)
    {
        if (shape.Lanes != Block)
            code.Close();
    }

    public static string Property(string row) => char.ToUpperInvariant(row[0]) + row.Substring(1);

    public static string Times(int factor, string value) => factor == 1 ? value : $"{factor} * {value}";
}
