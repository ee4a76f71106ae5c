using MobileNets.Kernels;

namespace MobileNets.Benchmarks;

/// <summary>The kernels' calls at the shapes of MobileNetV2 1.0 on 224 × 224 pixels. Nothing needs freeing before the program ends.</summary>
internal static unsafe class Shapes
{
    private static int arrays;

    public static List<Workload> Of(KernelSet kernels) =>
    [
        Pointwise(kernels, 56, 24, 144, activation: true),
        Pointwise(kernels, 56, 144, 24),
        Pointwise(kernels, 28, 32, 192, activation: true),
        Pointwise(kernels, 28, 192, 32),
        Pointwise(kernels, 196, 64, 384, activation: true),
        Pointwise(kernels, 196, 384, 64, residual: true),
        Pointwise(kernels, 49, 160, 960, activation: true),
        Pointwise(kernels, 49, 160, 960, activation: true, fetching: true),
        Pointwise(kernels, 49, 960, 160, residual: true),
        Pointwise(kernels, 49, 320, 1280, activation: true, fetching: true),
        Pointwise(kernels, 56, 24, 16, activation: true),
        Pointwise(kernels, 56, 24, 32, activation: true),
        Pointwise(kernels, 196, 64, 16, activation: true),
        Pointwise(kernels, 196, 64, 32, activation: true),
        Depthwise(kernels, 112, 1),
        Depthwise(kernels, 112, 2),
        Depthwise(kernels, 56, 1),
        Depthwise(kernels, 28, 1),
        Depthwise(kernels, 14, 1),
        Depthwise(kernels, 14, 2),
        Depthwise(kernels, 7, 1),
        Stem(kernels),
        new("average of 49 pixels", 49 * 16 / 2, AveragePixels(kernels)),
        new("classifier: 32 inputs, 112 outputs", 32 * 112, AddProduct(kernels)),
    ];

    private static Workload Pointwise(
        KernelSet kernels, int pixels, int inputs, int outputs, bool activation = false, bool residual = false, bool fetching = false)
    {
        var output = Random(pixels * Blocks(outputs) * 16);
        var next = Random(inputs * Blocks(outputs) * 16);
        var call = new PointwiseCall
        {
            Input = Random(pixels * Blocks(inputs) * 16),
            InputBlockStride = pixels * 16,
            InputChannels = inputs,
            Weights = Random(inputs * Blocks(outputs) * 16),
            PanelStride = inputs * 16,
            Bias = Random(Blocks(outputs) * 16),
            Output = output,
            OutputBlockStride = pixels * 16,
            OutputChannels = outputs,
            Residual = residual ? Random(pixels * Blocks(outputs) * 16) : null,
            Pixels = pixels,
            ReLU6 = activation,
            Next = fetching ? new MemoryRange(next, inputs * Blocks(outputs) * 64) : default,
        };
        return new Workload(
            $"1×1, {pixels} pixels, {inputs} → {outputs}{(fetching ? ", fetching" : "")}", (double)pixels * inputs * outputs, () => kernels.Pointwise(in call));
    }

    private static Workload Depthwise(KernelSet kernels, int width, int stride)
    {
        var call = new DepthwiseRowCall
        {
            Above = Random(width * 16),
            Center = Random(width * 16),
            Below = Random(width * 16),
            InputWidth = width,
            Weights = Random(9 * 16),
            Bias = Random(16),
            Output = Random(width * 16),
            OutputWidth = (width + stride - 1) / stride,
            Stride = stride,
            Dilation = 1,
        };
        // Taps outside the row are not computed.
        var taps = 3 * call.OutputWidth - 1 - (stride == 1 ? 1 : width % 2);
        return new Workload($"depthwise row of {width}, stride {stride}", 3.0 * 16 * taps, () => kernels.DepthwiseRow(in call));
    }

    private static Workload Stem(KernelSet kernels)
    {
        const int ChannelStride = 240;
        var call = new StemRowCall
        {
            Above = Random(3 * ChannelStride) + 1,
            Center = Random(3 * ChannelStride) + 1,
            Below = Random(3 * ChannelStride) + 1,
            ChannelStride = ChannelStride,
            InputChannels = 3,
            Weights = Random(27 * 32),
            Bias = Random(32),
            Output = Random(112 * 32),
            OutputBlockStride = 112 * 16,
            OutputChannels = 32,
            OutputWidth = 112,
        };
        return new Workload("stem row, 3 → 32", 112 * 27 * 32, () => kernels.StemRow(in call));
    }

    private static Action AveragePixels(KernelSet kernels)
    {
        var (input, output) = ((nint)Random(49 * 16), (nint)Random(16));
        return () => kernels.AveragePixels((float*)input, 49, (float*)output);
    }

    private static Action AddProduct(KernelSet kernels)
    {
        var (vector, panel, output) = ((nint)Random(32), (nint)Random(32 * 112), (nint)Random(112));
        return () => kernels.AddProduct((float*)vector, 32, (float*)panel, (float*)output);
    }

    private static int Blocks(int channels) => (channels + 15) / 16;

    // Arrays that all begin at a page would compete for the same lines of the cache.
    private static float* Random(int length)
    {
        var lines = 7 * arrays++ % 61;
        var buffer = new AlignedBuffer(length + 16 * lines);
        GC.SuppressFinalize(buffer);
        var start = buffer.Pointer + 16 * lines;
        for (var i = 0; i < length; i++)
            start[i] = 2 * System.Random.Shared.NextSingle() - 1;
        return start;
    }
}
