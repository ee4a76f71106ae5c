namespace MobileNets.Kernels.Generator;

/// <summary>The generated half of a class of training kernels.</summary>
internal static class TrainingClassWriter
{
    /// <summary>Which of a stride's gradient rows are there, a bit each: inside a map, at its top, at its bottom; at stride 2 every other row lacks two.</summary>
    private static readonly int[][] RowSets = [[0b111, 0b011, 0b110], [0b010, 0b101, 0b100]];

    public static string Write(TrainingShape shape)
    {
        var code = new CodeWriter();
        KernelClassWriter.OpenClass(code, shape);
        WriteTable(code, shape);
        for (var channels = 1; channels <= shape.OuterChannels; channels++)
            OuterProductWriter.Write(code, shape, channels);
        for (var stride = 1; stride <= 2; stride++)
            foreach (var rows in RowSets[stride - 1])
                for (var columns = 1; columns <= shape.DepthwiseColumns; columns++)
                    DepthwiseGradientWriter.WriteTiles(code, shape, stride, rows, columns);
        DepthwiseGradientWriter.WriteAny(code, shape);
        for (var channels = 1; channels <= shape.StemChannels; channels++)
            StemGradientWriter.Write(code, shape, channels);
        NormWriter.WriteNormalize(code, shape);
        NormWriter.WriteAddStatistics(code, shape);
        NormWriter.WriteMaskGradient(code, shape);
        NormWriter.WriteCombine(code, shape);
        code.Close();
        return code.ToString();
    }

    private static void WriteTable(CodeWriter code, TrainingShape shape)
    {
        code.Open("private static TrainingMicroKernels CreateMicroKernels() => new()");
        code.Line($"OuterProduct = [{Kernels(shape.OuterChannels, channels => OuterProductWriter.Name(channels))}],");
        code.Line($"OuterParts = {16 / (shape.Lanes * shape.OuterVectors)},");
        code.Line("DepthwiseGradient =");
        code.Line("[");
        for (var stride = 1; stride <= 2; stride++)
            for (var rows = 0; rows < 8; rows++)
                code.Line($"    [{Kernels(RowSets[stride - 1].Contains(rows) ? shape.DepthwiseColumns : 0, columns => DepthwiseGradientWriter.Name(stride, rows, columns))}],");
        code.Line("],");
        code.Line("AnyDepthwiseGradient = &AnyDepthwiseGradient,");
        code.Line($"StemGradient = [{Kernels(shape.StemChannels, StemGradientWriter.Name)}],");
        code.Close(";");
    }

    private static string Kernels(int count, Func<int, string> name) => string.Join(", ", Enumerable.Range(1, count).Select(size => $"&{name(size)}"));
}
