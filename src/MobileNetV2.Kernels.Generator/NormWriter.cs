namespace MobileNets.Kernels.Generator;

/// <summary>Batch normalisation and its gradients: operations that pass over their pixels once, four at a time.</summary>
internal static class NormWriter
{
    private const int Block = 16;
    private const int Interleaved = 4;

    public static void WriteNormalize(CodeWriter code, TrainingShape shape)
    {
        Open(code, shape, "Normalize(float* input, int pixels, float* norm, float* residual, float* output)");
        WriteNorm(code, shape, "norm");
        code.Open("if (residual == null)");
        WritePixels(code, (_, at) => code.Line($"{shape.Vector}.Store({Clamp(shape, Affine(shape, Load(shape, "input", at)))}, output + {at});"));
        code.Close();
        code.Open("else");
        WritePixels(code, (_, at) => code.Line(
            $"{shape.Vector}.Store({Clamp(shape, Affine(shape, Load(shape, "input", at)))} + {Load(shape, "residual", at)}, output + {at});"));
        code.Close();
        Close(code, shape);
    }

    public static void WriteAddStatistics(CodeWriter code, TrainingShape shape)
    {
        Open(code, shape, "AddStatistics(float* input, int pixels, double* sums, float* copy)");
        WriteParts(code, shape);
        WritePixels(code, (pixel, at) =>
        {
            code.Line($"var x{pixel} = {Load(shape, "input", at)};");
            code.Line("if (copy != null)");
            code.Line($"    {shape.Vector}.StoreAlignedNonTemporal(x{pixel}, copy + {at});");
            code.Line($"a{pixel} += x{pixel};");
            code.Line($"b{pixel} = {shape.Vector}.MultiplyAddEstimate(x{pixel}, x{pixel}, b{pixel});");
        });
        WriteSums(code, shape);
        Close(code, shape);
    }

    public static void WriteMaskGradient(CodeWriter code, TrainingShape shape)
    {
        Open(code, shape, "MaskGradient(float* gradient, float* added, float* raw, int pixels, float* norm, float* activation, double* sums)");
        WriteNorm(code, shape, "norm");
        WriteParts(code, shape);
        WritePixels(code, (pixel, at) =>
        {
            code.Line($"var x{pixel} = {Load(shape, "raw", at)};");
            code.Line($"var h{pixel} = {Affine(shape, $"x{pixel}")};");
            code.Line("if (activation != null)");
            code.Line($"    {shape.Vector}.Store({Clamp(shape, $"h{pixel}")}, activation + {at});");
            code.Line($"var g{pixel} = {Load(shape, "gradient", at)};");
            code.Line("if (added != null)");
            code.Line($"    g{pixel} += {Load(shape, "added", at)};");
            code.Line($"g{pixel} = {Mask(shape, $"h{pixel}", $"g{pixel}")};");
            code.Line($"{shape.Vector}.Store(g{pixel}, gradient + {at});");
            code.Line($"a{pixel} += g{pixel};");
            code.Line($"b{pixel} = {shape.Vector}.MultiplyAddEstimate(g{pixel}, x{pixel}, b{pixel});");
        });
        WriteSums(code, shape);
        Close(code, shape);
    }

    public static void WriteCombine(CodeWriter code, TrainingShape shape)
    {
        Open(code, shape, "Combine(float* gradient, float* raw, int pixels, float* factors, float* output)");
        for (var factor = 0; factor < 3; factor++)
            code.Line($"var f{factor} = {shape.Vector}.Load(factors + channel + {factor * Block});");
        WritePixels(code, (_, at) => code.Line(
            $"{shape.Vector}.Store({shape.Vector}.MultiplyAddEstimate({Load(shape, "gradient", at)}, f0, {shape.Vector}.MultiplyAddEstimate({Load(shape, "raw", at)}, f1, f2)), output + {at});"));
        Close(code, shape);
    }

    /// <summary>A record's numbers, for <see cref="Affine"/>, <see cref="Clamp"/> and <see cref="Mask"/>.</summary>
    public static void WriteNorm(CodeWriter code, TrainingShape shape, string norm)
    {
        foreach (var (name, at) in new[] { ("scale", 0), ("shift", 1), ("low", 2), ("high", 3) })
            code.Line($"var {name} = {shape.Vector}.Load({norm} + channel + {at * Block});");
    }

    public static string Affine(TrainingShape shape, string value) => $"{shape.Vector}.MultiplyAddEstimate({value}, scale, shift)";

    public static string Clamp(TrainingShape shape, string value) => VectorWriter.Clamp(shape.Vector, value, "low", "high");

    /// <summary>A gradient taken back through the clamp of a value; it may be clamped already.</summary>
    public static string Mask(TrainingShape shape, string value, string gradient) =>
        $"{shape.Vector}.ConditionalSelect({shape.Vector}.GreaterThan({value}, low) & {shape.Vector}.LessThan({value}, high), {gradient}, {shape.Vector}<float>.Zero)";

    private static void Open(CodeWriter code, TrainingShape shape, string signature)
    {
        code.Line("");
        code.Line("/// <inheritdoc/>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open($"public override void {signature}");
        DepthwiseWriter.OpenBlockParts(code, shape);
    }

    private static void Close(CodeWriter code, TrainingShape shape)
    {
        DepthwiseWriter.CloseBlockParts(code, shape);
        code.Close();
    }


    private static void WriteParts(CodeWriter code, TrainingShape shape)
    {
        for (var part = 0; part < Interleaved; part++)
            code.Line($"var (a{part}, b{part}) = ({shape.Vector}<float>.Zero, {shape.Vector}<float>.Zero);");
    }

    // The pixel in fours decides which part of a sum it goes to.
    private static void WritePixels(CodeWriter code, Action<int, string> write)
    {
        code.Line("nint at = channel;");
        code.Line("var remaining = pixels;");
        code.Open($"for (; remaining >= {Interleaved}; remaining -= {Interleaved}, at += {Interleaved * Block})");
        for (var pixel = 0; pixel < Interleaved; pixel++)
            write(pixel, $"at + {pixel * Block}");
        code.Close();
        for (var pixel = 0; pixel < Interleaved - 1; pixel++)
        {
            code.Open($"if (remaining > {pixel})");
            write(pixel, $"at + {pixel * Block}");
            code.Close();
        }
    }

    private static void WriteSums(CodeWriter code, TrainingShape shape)
    {
        foreach (var (parts, at) in new[] { ("a", 0), ("b", Block) })
        {
            code.Open();
            code.Line($"var sum = ({parts}0 + {parts}1) + ({parts}2 + {parts}3);");
            code.Line($"var total = sums + channel + {at};");
            code.Line($"{shape.Vector}.Store({shape.Vector}.Load(total) + {shape.Vector}.WidenLower(sum), total);");
            code.Line($"{shape.Vector}.Store({shape.Vector}.Load(total + {shape.Lanes / 2}) + {shape.Vector}.WidenUpper(sum), total + {shape.Lanes / 2});");
            code.Close();
        }
    }

    private static string Load(TrainingShape shape, string array, string at) => $"{shape.Vector}.Load({array} + {at})";
}
