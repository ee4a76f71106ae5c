namespace MobileNets.Kernels.Generator;

/// <summary>
/// The 1×1 convolution of integers: pairs of neighbouring input channels are multiplied and added to 32-bit sums at once; the sums are scaled,
/// rounded and stored as 16-bit integers.
/// </summary>
internal static class IntegerPointwiseWriter
{
    private const int Block = 16;

    public static void WritePointwise(CodeWriter code, KernelShape shape, int units, int rows)
    {
        var vectors = ChannelVector.Cover(units, shape.VectorBits);
        KernelClassWriter.OpenKernel(
            code,
            $"Tiles of {rows} pixels × {8 * units} outputs, from a pixel and a unit on.",
            $"Pointwise{rows}x{units}(in PointwiseCall<short> call, int unit, int pixel, int tiles, ref FetchCursor fetch)");
        PointwiseWriter.WriteOrigin(code, "call.PanelStride", weightsPerInput: 2);
        code.Line("var scale = call.Scale + unit * 8;");
        code.Line($"var input = call.Input + (nint)pixel * {Block};");
        code.Line("var residual = call.Residual == null ? null : call.Residual + offset;");
        code.Line($"var blockStep = call.InputBlockStride - {Block};");
        code.Open("do");
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                code.Line($"var {PointwiseWriter.Sum(row, vector)} = {vector.Type}<int>.Zero;");

        code.Line("var x = input;");
        code.Line("var weights = firstWeights;");
        code.Line("var channels = call.InputChannels;");
        code.Open("do");
        code.Line("fetch.Advance();");
        code.Line($"var end = x + (channels < {Block} ? channels : {Block});");
        code.Open("do");
        WriteProducts(code, vectors, rows);
        code.Line("x += 2;");
        code.Line($"weights += {2 * Block};");
        code.Close(" while (x < end);");
        code.Line("x += blockStep;");
        code.Line($"channels -= {Block};");
        code.Close(" while (channels > 0);");

        code.Open("if (residual == null)");
        WriteScaled(code, vectors, rows, hasResidual: false);
        code.Close();
        code.Open("else");
        WriteScaled(code, vectors, rows, hasResidual: true);
        code.Line($"residual += {rows * Block};");
        code.Close();
        code.Line($"input += {rows * Block};");
        code.Line($"output += {rows * Block};");
        code.Close(" while (--tiles > 0);");
        code.Close();
    }

    /// <summary>Stores sums that are floats, quantised.</summary>
    public static void WriteQuantized(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        WriteBounds(code, vectors, "0f");
        foreach (var vector in vectors)
            for (var row = 0; row < rows; row++)
                WriteStore(code, vectors, vector, PointwiseWriter.Sum(row, vector), row);
    }

    private static void WriteProducts(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        foreach (var vector in vectors)
            code.Line($"var w{vector.Channel} = {vector.Type}.Load(weights{PointwiseWriter.Blocks(vector, "panelStride")} + {2 * vector.Offset});");
        for (var row = 0; row < rows; row++)
        {
            code.Open();
            code.Line($"var v = {vectors[0].Type}.Create(*(int*)(x + {row * Block})).AsInt16();");
            foreach (var vector in vectors)
            {
                var sum = PointwiseWriter.Sum(row, vector);
                code.Line($"{sum} = IntegerVectors.AddPairs({sum}, {Half("v", vectors, vector)}, w{vector.Channel});");
            }
            code.Close();
        }
    }

    private static void WriteScaled(CodeWriter code, ChannelVector[] vectors, int rows, bool hasResidual)
    {
        WriteBounds(code, vectors, "call.ReLU6 ? 0f : -KernelSet.IntegerMaximum");
        if (hasResidual)
            code.Line($"var residualScale = {vectors[0].Type}.Create(call.ResidualScale);");
        foreach (var vector in vectors)
        {
            code.Line($"var scale{vector.Channel} = {vector.Type}.Load(scale + {vector.Channel});");
            code.Line($"var bias{vector.Channel} = {vector.Type}.Load(bias + {vector.Channel});");
            for (var row = 0; row < rows; row++)
            {
                var value = $"{vector.Type}.MultiplyAddEstimate({vector.Type}.ConvertToSingle({PointwiseWriter.Sum(row, vector)}), scale{vector.Channel}, bias{vector.Channel})";
                if (hasResidual)
                    value = $"{vector.Type}.MultiplyAddEstimate(IntegerVectors.Load{vector.Type.Substring(6)}(residual{PointwiseWriter.Blocks(vector, "outputStride")} + {row * Block + vector.Offset}), {Half("residualScale", vectors, vector)}, {value})";
                WriteStore(code, vectors, vector, value, row);
            }
        }
    }

    private static void WriteBounds(CodeWriter code, ChannelVector[] vectors, string low)
    {
        code.Line($"var low = {vectors[0].Type}.Create({low});");
        code.Line($"var high = {vectors[0].Type}.Create((float)KernelSet.IntegerMaximum);");
    }

    private static void WriteStore(CodeWriter code, ChannelVector[] vectors, ChannelVector vector, string value, int row) =>
        code.Line($"IntegerVectors.Store({value}, {Half("low", vectors, vector)}, {Half("high", vectors, vector)}, output{PointwiseWriter.Blocks(vector, "outputStride")} + {row * Block + vector.Offset});");

    private static string Half(string value, ChannelVector[] vectors, ChannelVector vector) =>
        vector.Type == vectors[0].Type ? value : value + ".GetLower()";
}
