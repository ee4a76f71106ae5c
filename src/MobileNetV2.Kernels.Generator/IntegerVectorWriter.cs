namespace MobileNets.Kernels.Generator;

/// <summary>The operations on integers that pass over their data once.</summary>
internal static class IntegerVectorWriter
{
    private const int Block = 16;

    public static void WriteAveragePixels(CodeWriter code, KernelShape shape)
    {
        code.Line("");
        code.Line("/// <inheritdoc/>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open("public override void AveragePixels(short* input, int pixels, short* output)");
        IntegerPointwiseWriter.WriteBounds(code, shape.Vector, "-KernelSet.IntegerMaximum");
        code.Open($"for (var channel = 0; channel < {Block}; channel += {shape.Lanes})");
        code.Line("var x = input + channel;");
        code.Line($"var sum = {shape.Vector}<int>.Zero;");
        code.Line($"for (var pixel = 0; pixel < pixels; pixel++, x += {Block})");
        code.Line($"    sum += IntegerVectors.Widen{shape.VectorBits}(x);");
        code.Line($"IntegerVectors.Store({shape.Vector}.ConvertToSingle(sum) * {shape.Vector}.Create(1f / pixels), low, high, output + channel);");
        code.Close();
        code.Close();
    }

    public static void WriteAddProduct(CodeWriter code, KernelShape shape)
    {
        var sums = Math.Min(VectorWriter.MostSums, VectorWriter.ClassifierPanel / shape.Lanes);
        code.Line("");
        code.Line("/// <inheritdoc/>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open("public override void AddProduct(short* vector, int length, short* panel, float* scale, float* output)");
        code.Open($"for (var first = 0; first < {VectorWriter.ClassifierPanel}; first += {sums * shape.Lanes})");
        code.Line("var weights = panel + 2 * first;");
        for (var sum = 0; sum < sums; sum++)
            code.Line($"var s{sum} = {shape.Vector}<int>.Zero;");
        code.Open($"for (var k = 0; k < length; k += 2, weights += {2 * VectorWriter.ClassifierPanel})");
        code.Line($"var v = {shape.Vector}.Create(*(int*)(vector + k)).AsInt16();");
        for (var sum = 0; sum < sums; sum++)
            code.Line($"s{sum} += IntegerVectors.MultiplyPairs(v, {shape.Vector}.Load(weights + {2 * sum * shape.Lanes}));");
        code.Close();
        for (var sum = 0; sum < sums; sum++)
            code.Line($"{shape.Vector}.Store({shape.Vector}.MultiplyAddEstimate({shape.Vector}.ConvertToSingle(s{sum}), {shape.Vector}.Load(scale + first + {sum * shape.Lanes}), {shape.Vector}.Load(output + first + {sum * shape.Lanes})), output + first + {sum * shape.Lanes});");
        code.Close();
        code.Close();
    }
}
