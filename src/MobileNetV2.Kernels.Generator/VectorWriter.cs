namespace MobileNets.Kernels.Generator;

/// <summary>The operations that pass over their data once.</summary>
internal static class VectorWriter
{
    private const int Block = 16;
    public const int ClassifierPanel = 112;

    // As many sums as leave registers for a broadcast and a product where there are sixteen.
    public const int MostSums = 14;

    /// <summary>On x86, minimum and maximum of a NaN and a number are the second operand: a NaN stays one.</summary>
    public static string Clamp(string vector, string value, string low, string high) =>
        $"{vector}.MinNative({high}, {vector}.MaxNative({low}, {value}))";

    public static void WriteAveragePixels(CodeWriter code, KernelShape shape)
    {
        code.Line("");
        code.Line("/// <inheritdoc/>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open("public override void AveragePixels(float* input, int pixels, float* output)");
        code.Open($"for (var channel = 0; channel < {Block}; channel += {shape.Lanes})");
        code.Line("var x = input + channel;");
        code.Line($"var sum = {shape.Vector}<float>.Zero;");
        code.Line($"for (var pixel = 0; pixel < pixels; pixel++, x += {Block})");
        code.Line($"    sum += {shape.Vector}.Load(x);");
        code.Line($"{shape.Vector}.Store(sum * {shape.Vector}.Create(1f / pixels), output + channel);");
        code.Close();
        code.Close();
    }

    public static void WriteAddProduct(CodeWriter code, KernelShape shape)
    {
        var sums = Math.Min(MostSums, ClassifierPanel / shape.Lanes);
        code.Line("");
        code.Line("/// <inheritdoc/>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        code.Open("public override void AddProduct(float* vector, int length, float* panel, float* scale, float* output)");
        code.Open($"for (var first = 0; first < {ClassifierPanel}; first += {sums * shape.Lanes})");
        code.Line("var weights = panel + first;");
        for (var sum = 0; sum < sums; sum++)
            code.Line($"var s{sum} = {shape.Vector}.Load(output + first + {sum * shape.Lanes});");
        code.Open($"for (var k = 0; k < length; k++, weights += {ClassifierPanel})");
        code.Line($"var v = {shape.Vector}.Create(vector[k]);");
        for (var sum = 0; sum < sums; sum++)
            code.Line($"s{sum} = {shape.Vector}.MultiplyAddEstimate(v, {shape.Vector}.Load(weights + {sum * shape.Lanes}), s{sum});");
        code.Close();
        for (var sum = 0; sum < sums; sum++)
            code.Line($"{shape.Vector}.Store(s{sum}, output + first + {sum * shape.Lanes});");
        code.Close();
        code.Close();
    }
}
