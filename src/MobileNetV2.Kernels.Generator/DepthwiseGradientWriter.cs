namespace MobileNets.Kernels.Generator;

/// <summary>Rows of both gradients of a depthwise 3×3 convolution.</summary>
internal static class DepthwiseGradientWriter
{
    private const int Block = 16;

    public static string Name(int stride, int rows, int columns) => $"DepthwiseGradient{columns}Stride{stride}Rows{rows}";

    /// <summary>Tiles of so many pixels of the gradient rows, <paramref name="rows"/> of which are there, a bit each. After a row's last comes the next row's first.</summary>
    public static void WriteTiles(CodeWriter code, TrainingShape shape, int stride, int rows, int columns)
    {
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {columns} gradient pixels, at stride {stride}, from one on.",
            $"{Name(stride, rows, columns)}(in DepthwiseGradientCall call, int first, int tiles, ref FetchCursor fetch)");
        DepthwiseWriter.OpenBlockParts(code, shape);
        if (shape.DepthwisePasses == 1)
            new Pass(code, shape, stride, rows, columns, hasInput: true, hasWeights: true).Write();
        else
        {
            new Pass(code, shape, stride, rows, columns, hasInput: true, hasWeights: false).Write();
            new Pass(code, shape, stride, rows, columns, hasInput: false, hasWeights: true).Write();
        }
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();
    }

    public static void WriteAny(CodeWriter code, TrainingShape shape)
    {
        KernelClassWriter.OpenKernel(
            code, "A whole row, pixel by pixel, with any dilation and any rows.", "AnyDepthwiseGradient(in DepthwiseGradientCall call, ref FetchCursor fetch)");
        DepthwiseWriter.OpenBlockParts(code, shape);
        NormWriter.WriteNorm(code, shape, "call.Norm");
        WriteSums(code, shape);
        code.Open("for (var x = 0; x < call.InputWidth; x++)");
        code.Line($"var pixel = (nint)x * {Block} + channel;");
        code.Line($"var raw = {shape.Vector}.Load(call.Input + pixel);");
        code.Line($"var input = {NormWriter.Clamp(shape, NormWriter.Affine(shape, "raw"))};");
        code.Line($"var sum = {shape.Vector}<float>.Zero;");
        code.Open("for (var kx = 2; kx >= 0; kx--)");
        code.Line("var position = x + (1 - kx) * call.Dilation;");
        code.Line("var column = position / call.Stride;");
        code.Line("if (position < 0 || position % call.Stride != 0 || column >= call.OutputWidth)");
        code.Line("    continue;");
        code.Line($"var offset = (nint)column * {Block} + channel;");
        for (var ky = 2; ky >= 0; ky--)
        {
            code.Open($"if (call.Gradient{ky} != null)");
            code.Line($"var tap = ({3 * ky} + kx) * {Block} + channel;");
            code.Line($"var g = {shape.Vector}.Load(call.Gradient{ky} + offset);");
            code.Line($"sum = {shape.Vector}.MultiplyAddEstimate(g, {shape.Vector}.Load(call.Weights + tap), sum);");
            code.Line($"{shape.Vector}.Store({shape.Vector}.MultiplyAddEstimate(input, g, {shape.Vector}.Load(call.WeightGradient + tap)), call.WeightGradient + tap);");
            code.Close();
        }
        code.Close();
        WriteResult(code, shape, "sum", "input", "raw", "call.InputGradient + pixel");
        code.Line("fetch.Advance();");
        code.Close();
        WriteSumsEnd(code, shape);
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();
    }

    private static void WriteSums(CodeWriter code, TrainingShape shape)
    {
        code.Line($"var gradientSum = {shape.Vector}.Load(call.Sums + channel);");
        code.Line($"var productSum = {shape.Vector}.Load(call.Sums + channel + {Block});");
    }

    private static void WriteResult(CodeWriter code, TrainingShape shape, string gradient, string activation, string raw, string address)
    {
        code.Line($"{gradient} = {NormWriter.Mask(shape, activation, gradient)};");
        code.Line($"{shape.Vector}.Store({gradient}, {address});");
        code.Line($"gradientSum += {gradient};");
        code.Line($"productSum = {shape.Vector}.MultiplyAddEstimate({gradient}, {raw}, productSum);");
    }

    private static void WriteSumsEnd(CodeWriter code, TrainingShape shape)
    {
        code.Line($"{shape.Vector}.Store(gradientSum, call.Sums + channel);");
        code.Line($"{shape.Vector}.Store(productSum, call.Sums + channel + {Block});");
    }

    /// <summary>A loop over tiles that computes the input's gradient, the weights', or both.</summary>
    private sealed class Pass(CodeWriter code, TrainingShape shape, int stride, int rows, int columns, bool hasInput, bool hasWeights)
    {
        private readonly int[] present = [.. new[] { 2, 1, 0 }.Where(ky => (rows >> ky & 1) != 0)];
        private readonly int pixels = stride * columns;

        public void Write()
        {
            code.Open();
            NormWriter.WriteNorm(code, shape, "call.Norm");
            if (hasInput)
                WriteSums(code, shape);
            foreach (var ky in present)
            {
                for (var tap = 3 * ky; tap < 3 * ky + 3; tap++)
                {
                    if (hasInput)
                        code.Line($"var w{tap} = {Load($"call.Weights + channel + {tap * Block}")};");
                    if (hasWeights)
                        code.Line($"var d{tap} = {Load($"call.WeightGradient + channel + {tap * Block}")};");
                }
                code.Line($"var gradient{ky} = call.Gradient{ky} + (nint)first * {Block} + channel;");
            }
            code.Line("var column = first;");
            code.Line($"var offset = (nint)first * {stride * Block} + channel;");
            code.Line("var input = call.Input + offset;");
            if (hasInput)
                code.Line("var inputGradient = call.InputGradient + offset;");
            code.Line("var remaining = tiles;");
            code.Open("do");
            if (stride == 1)
                WriteColumns();
            else
                WriteStridedColumns();
            code.Line("fetch.Advance();");
            code.Line($"column += {columns};");
            if (stride == 1)
            {
                code.Line("if (column == call.OutputWidth)");
                code.Line("    column = 0;");
            }
            foreach (var ky in present)
                code.Line($"gradient{ky} += {columns * Block};");
            code.Line($"input += {pixels * Block};");
            if (hasInput)
                code.Line($"inputGradient += {pixels * Block};");
            code.Close(" while (--remaining > 0);");
            if (hasInput)
                WriteSumsEnd(code, shape);
            if (hasWeights)
                foreach (var ky in present)
                    for (var tap = 3 * ky; tap < 3 * ky + 3; tap++)
                        code.Line($"{shape.Vector}.Store(d{tap}, call.WeightGradient + channel + {tap * Block});");
            code.Close();
        }

        private void WriteColumns()
        {
            WriteBegin(0);
            code.Open("if (column > 0)");
            WriteColumn(-1, (0, 2));
            code.Close();
            for (var column = 0; column < columns; column++)
            {
                if (column + 1 < columns)
                {
                    WriteBegin(column + 1);
                    WriteColumn(column, (column - 1, 0), (column, 1), (column + 1, 2));
                }
                else
                    WriteColumn(column, (column - 1, 0), (column, 1));
                WriteEnd(column - 1);
            }
            code.Open($"if (column + {columns} < call.OutputWidth)");
            WriteColumn(columns, (columns - 1, 0));
            code.Close();
            WriteEnd(columns - 1);
        }

        // An even pixel meets the column at its place, an odd one those to its sides. The row may end before the last odd one.
        private void WriteStridedColumns()
        {
            for (var column = 0; column < columns; column++)
            {
                var even = 2 * column;
                WriteBegin(even);
                if (column + 1 < columns)
                {
                    WriteBegin(even + 1);
                    WriteColumn(column, (even - 1, 0), (even, 1), (even + 1, 2));
                }
                else
                    WriteColumn(column, (even - 1, 0), (even, 1));
                WriteEnd(even - 1);
                WriteEnd(even);
            }
            code.Open($"if (2 * column + {pixels - 1} < call.InputWidth)");
            WriteBegin(pixels - 1);
            WriteColumn(columns - 1, (pixels - 1, 2));
            code.Open($"if (column + {columns} < call.OutputWidth)");
            WriteColumn(columns, (pixels - 1, 0));
            code.Close();
            WriteEnd(pixels - 1);
            code.Close();
        }

        private void WriteBegin(int pixel)
        {
            if (hasInput)
                code.Line($"var s{pixel} = {shape.Vector}<float>.Zero;");
            code.Line($"var x{pixel} = {NormWriter.Clamp(shape, NormWriter.Affine(shape, Raw(pixel)))};");
        }

        private void WriteColumn(int column, params (int Pixel, int Kx)[] uses)
        {
            foreach (var ky in present)
            {
                code.Open();
                code.Line($"var v = {Load($"gradient{ky} + {column * Block}")};");
                foreach (var (pixel, kx) in uses)
                {
                    if (pixel < 0)
                        continue;
                    var tap = 3 * ky + kx;
                    if (hasInput)
                        code.Line($"s{pixel} = {shape.Vector}.MultiplyAddEstimate(v, w{tap}, s{pixel});");
                    if (hasWeights)
                        code.Line($"d{tap} = {shape.Vector}.MultiplyAddEstimate(x{pixel}, v, d{tap});");
                }
                code.Close();
            }
        }

        private void WriteEnd(int pixel)
        {
            if (hasInput && pixel >= 0)
                WriteResult(code, shape, $"s{pixel}", $"x{pixel}", Raw(pixel), $"inputGradient + {pixel * Block}");
        }

        private string Raw(int pixel) => Load($"input + {pixel * Block}");

        private string Load(string address) => $"{shape.Vector}.Load({address})";
    }
}
