using MobileNets.Kernels;

namespace MobileNets.Benchmarks;

/// <summary>The training kernels' calls at the shapes of MobileNetV2 1.0 on 224 × 224 pixels. Nothing needs freeing before the program ends.</summary>
internal static unsafe class TrainingShapes
{
    private static FetchCursor none;

    public static List<Workload> Gradients(TrainingKernels kernels) =>
    [
        OuterProduct(kernels, 16, 112),
        OuterProduct(kernels, 24, 112),
        OuterProduct(kernels, 32, 112),
        OuterProduct(kernels, 32, 784),
        OuterProduct(kernels, 64, 196),
        OuterProduct(kernels, 96, 196),
        OuterProduct(kernels, 160, 49),
        OuterProduct(kernels, 160, 49, fetching: true),
        OuterProduct(kernels, 320, 49),
        OuterProduct(kernels, 320, 49, fetching: true),
        DepthwiseRow(kernels, 112, 1, rows: 0b111),
        DepthwiseRow(kernels, 112, 2, rows: 0b010),
        DepthwiseRow(kernels, 112, 2, rows: 0b101),
        DepthwiseRow(kernels, 56, 1, rows: 0b111),
        DepthwiseRow(kernels, 28, 1, rows: 0b111),
        DepthwiseRow(kernels, 14, 1, rows: 0b111),
        DepthwiseRow(kernels, 14, 1, rows: 0b110),
        DepthwiseRow(kernels, 14, 2, rows: 0b010),
        DepthwiseRow(kernels, 14, 2, rows: 0b101),
        DepthwiseRow(kernels, 7, 1, rows: 0b111),
        DepthwiseRow(kernels, 7, 1, rows: 0b110),
        StemRow(kernels),
    ];

    public static List<Workload> Norms(TrainingKernels kernels)
    {
        const int Pixels = 49;
        var (input, output, raw, residual) = (Pixels16(), Pixels16(), Pixels16(), Pixels16());
        var (norm, factors, sums) = ((nint)Shapes.Random<float>(TrainingKernels.NormLength), (nint)Shapes.Random<float>(TrainingKernels.CombineLength), (nint)Shapes.Random<float>(2 * TrainingKernels.SumsLength));
        return
        [
            Pass("normalise", 2, () => kernels.Normalize((float*)input, Pixels, (float*)norm, null, (float*)output)),
            Pass("normalise and add", 3, () => kernels.Normalize((float*)input, Pixels, (float*)norm, (float*)residual, (float*)output)),
            Pass("statistics", 1, () => kernels.AddStatistics((float*)input, Pixels, (double*)sums)),
            Pass("mask gradient", 3, () => kernels.MaskGradient((float*)output, null, (float*)raw, Pixels, (float*)norm, null, (double*)sums)),
            Pass("mask gradient, activation", 4, () => kernels.MaskGradient((float*)output, null, (float*)raw, Pixels, (float*)norm, (float*)input, (double*)sums)),
            Pass("add, mask gradient", 4, () => kernels.MaskGradient((float*)output, (float*)residual, (float*)raw, Pixels, (float*)norm, null, (double*)sums)),
            Pass("combine", 3, () => kernels.Combine((float*)input, (float*)raw, Pixels, (float*)factors, (float*)output)),
        ];

        static nint Pixels16() => (nint)Shapes.Random<float>(Pixels * 16);

        static Workload Pass(string name, int arrays, Action run) => new($"{name}, {Pixels} pixels", arrays * Pixels * 16 * sizeof(float), run);
    }

    private static Workload OuterProduct(TrainingKernels kernels, int channels, int pixels, bool fetching = false)
    {
        var call = new OuterProductCall
        {
            Left = Shapes.Random<float>(pixels * Shapes.Blocks(channels) * 16),
            LeftBlockStride = pixels * 16,
            LeftChannels = channels,
            Right = Shapes.Random<float>(pixels * 16),
            Pixels = pixels,
            Sums = Shapes.Random<float>(channels * 16),
            Next = fetching ? new MemoryRange(Shapes.Random<float>(pixels * 16), pixels * 16 * sizeof(float)) : default,
        };
        return new Workload(
            $"outer product, {channels} × 16, {pixels} pixels{(fetching ? ", fetching" : "")}", 2.0 * channels * 16 * pixels, () => kernels.AddOuterProduct(in call));
    }

    private static Workload DepthwiseRow(TrainingKernels kernels, int width, int stride, int rows)
    {
        var outputWidth = width / stride;
        var call = new DepthwiseGradientCall
        {
            Gradient0 = (rows & 1) != 0 ? Shapes.Random<float>(outputWidth * 16) : null,
            Gradient1 = (rows & 2) != 0 ? Shapes.Random<float>(outputWidth * 16) : null,
            Gradient2 = (rows & 4) != 0 ? Shapes.Random<float>(outputWidth * 16) : null,
            OutputWidth = outputWidth,
            Input = Shapes.Random<float>(width * 16),
            InputWidth = width,
            Weights = Shapes.Random<float>(9 * 16),
            WeightGradient = Shapes.Random<float>(9 * 16),
            Norm = Shapes.Random<float>(TrainingKernels.NormLength),
            Sums = Shapes.Random<float>(TrainingKernels.SumsLength),
            InputGradient = Shapes.Random<float>(width * 16),
            Rows = 1,
            Stride = stride,
            Dilation = 1,
        };
        // Each gradient of each row; taps outside the row are not computed.
        var taps = int.PopCount(rows) * (3 * outputWidth - (stride == 1 ? 2 : 1));
        return new Workload(
            $"depthwise row of {width}, stride {stride}, {int.PopCount(rows)} gradient row{(rows == 0b010 ? "" : "s")}", 2.0 * 2 * 16 * taps, () => kernels.DepthwiseGradientRows(in call, ref none));
    }

    private static Workload StemRow(TrainingKernels kernels)
    {
        const int ChannelStride = 240;
        var call = new StemGradientCall
        {
            Above = Shapes.Random<float>(3 * ChannelStride) + 1,
            Center = Shapes.Random<float>(3 * ChannelStride) + 1,
            Below = Shapes.Random<float>(3 * ChannelStride) + 1,
            ChannelStride = ChannelStride,
            InputChannels = 3,
            Gradient = Shapes.Random<float>(112 * 16),
            OutputWidth = 112,
            Sums = Shapes.Random<float>(27 * 16),
        };
        return new Workload("stem row, 3 → 16", 2.0 * 112 * 27 * 16, () => kernels.StemGradientRow(in call, ref none));
    }
}
