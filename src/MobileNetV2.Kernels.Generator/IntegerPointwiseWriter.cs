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
            $"{PointwiseWriter.PointwiseName(shape, rows, units)}(in PointwiseCall<short> call, int unit, int pixel, int tiles, ref FetchCursor fetch)");
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
        WriteBounds(code, vectors[0].Type, "0");
        foreach (var vector in vectors)
            WriteStores(code, vectors, vector, rows, row => PointwiseWriter.Sum(row, vector));
    }

    /// <summary>What integers are kept within.</summary>
    public static void WriteBounds(CodeWriter code, string vector, string low)
    {
        code.Line($"var low = {vector}.Create((short)({low}));");
        code.Line($"var high = {vector}.Create((float)KernelSet.IntegerMaximum);");
    }

    /// <summary>Stores neighbouring pixels, two at a time.</summary>
    public static void WriteStores(CodeWriter code, int pixels, string low, string high, Func<int, string> value, Func<int, string> destination)
    {
        for (var pixel = 0; pixel < pixels; pixel += 2)
            code.Line(pixel + 1 < pixels
                ? $"IntegerVectors.StorePair({value(pixel)}, {value(pixel + 1)}, {low}, {high}, {destination(pixel)});"
                : $"IntegerVectors.Store({value(pixel)}, {low}, {high}, {destination(pixel)});");
    }

    private static void WriteProducts(CodeWriter code, ChannelVector[] vectors, int rows)
    {
        foreach (var vector in vectors)
            code.Line($"var w{vector.Channel} = {vector.Type}.Load(weights{PointwiseWriter.Blocks(vector, "panelStride")} + {2 * vector.Offset});");
        // Additions that follow their product at once are sent to the multipliers' ports, too; after two products they cost up to a fifth less.
        var together = vectors.Length > 1 ? 1 : 2;
        for (var first = 0; first < rows; first += together)
        {
            code.Open();
            var group = Enumerable.Range(first, Math.Min(together, rows - first)).SelectMany(row => vectors.Select(vector => (row, vector))).ToList();
            foreach (var row in group.Select(product => product.row).Distinct())
                code.Line($"var v{row} = {vectors[0].Type}.Create(*(int*)(x + {row * Block})).AsInt16();");
            foreach (var (row, vector) in group)
                code.Line($"var {Product(row, vector)} = IntegerVectors.MultiplyPairs({Half($"v{row}", vectors, vector)}, w{vector.Channel});");
            foreach (var (row, vector) in group)
                code.Line($"{PointwiseWriter.Sum(row, vector)} += {Product(row, vector)};");
            code.Close();
        }

        static string Product(int row, ChannelVector vector) => $"p{row}_{vector.Channel}";
    }

    private static void WriteScaled(CodeWriter code, ChannelVector[] vectors, int rows, bool hasResidual)
    {
        WriteBounds(code, vectors[0].Type, "call.ReLU6 ? 0 : -KernelSet.IntegerMaximum");
        if (hasResidual)
            code.Line($"var residualScale = {vectors[0].Type}.Create(call.ResidualScale);");
        foreach (var vector in vectors)
        {
            code.Line($"var scale{vector.Channel} = {vector.Type}.Load(scale + {vector.Channel});");
            code.Line($"var bias{vector.Channel} = {vector.Type}.Load(bias + {vector.Channel});");
            WriteStores(code, vectors, vector, rows, row =>
            {
                var value = $"{vector.Type}.MultiplyAddEstimate({vector.Type}.ConvertToSingle({PointwiseWriter.Sum(row, vector)}), scale{vector.Channel}, bias{vector.Channel})";
                return hasResidual
                    ? $"{vector.Type}.MultiplyAddEstimate(IntegerVectors.Load{vector.Bits}(residual{At(vector, row)}), {Half("residualScale", vectors, vector)}, {value})"
                    : value;
            });
        }
    }

    private static void WriteStores(CodeWriter code, ChannelVector[] vectors, ChannelVector vector, int rows, Func<int, string> value) =>
        WriteStores(code, rows, Half("low", vectors, vector), Half("high", vectors, vector), value, row => $"output{At(vector, row)}");

    private static string At(ChannelVector vector, int row) => $"{PointwiseWriter.Blocks(vector, "outputStride")} + {row * Block + vector.Offset}";

    private static string Half(string value, ChannelVector[] vectors, ChannelVector vector) =>
        vector.Type == vectors[0].Type ? value : value + ".GetLower()";
}
