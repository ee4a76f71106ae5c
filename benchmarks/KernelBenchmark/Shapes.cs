using MobileNets.Kernels;

namespace MobileNets.Benchmarks;

/// <summary>The kernels' calls at the shapes of MobileNetV2 1.0 on 224 × 224 pixels. Nothing needs freeing before the program ends.</summary>
internal static unsafe class Shapes
{
    private static int arrays;

    public static List<Workload> Of<T>(LayerKernels<T> kernels)
        where T : unmanaged =>
    [
        Pointwise(kernels, 112, 32, 16),
        Pointwise(kernels, 112, 16, 96, activation: true),
        Pointwise(kernels, 112, 16, 32, activation: true),
        Pointwise(kernels, 56, 96, 24),
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
        new("average of 49 pixels", 49 * 16, AveragePixels(kernels)),
        new("classifier: 32 inputs, 112 outputs", 2 * 32 * 112, AddProduct(kernels)),
    ];

    private static Workload Pointwise<T>(
        LayerKernels<T> kernels, int pixels, int inputs, int outputs, bool activation = false, bool residual = false, bool fetching = false)
        where T : unmanaged
    {
        var output = Random<T>(pixels * Blocks(outputs) * 16);
        var next = Random<T>(inputs * Blocks(outputs) * 16);
        var call = new PointwiseCall<T>
        {
            Input = Random<T>(pixels * Blocks(inputs) * 16),
            InputBlockStride = pixels * 16,
            InputChannels = inputs,
            Weights = Random<T>(inputs * Blocks(outputs) * 16),
            PanelStride = inputs * 16,
            Scale = Random<float>(Blocks(outputs) * 16),
            Bias = Random<float>(Blocks(outputs) * 16),
            Output = output,
            OutputBlockStride = pixels * 16,
            OutputChannels = outputs,
            Residual = residual ? Random<T>(pixels * Blocks(outputs) * 16) : null,
            Pixels = pixels,
            ReLU6 = activation,
            Next = fetching ? new MemoryRange(next, inputs * Blocks(outputs) * 16 * sizeof(T)) : default,
        };
        return new Workload(
            $"1×1, {pixels} pixels, {inputs} → {outputs}{(fetching ? ", fetching" : "")}", 2.0 * pixels * inputs * outputs, () => kernels.Pointwise(in call));
    }

    private static Workload Depthwise<T>(LayerKernels<T> kernels, int width, int stride)
        where T : unmanaged
    {
        var call = new DepthwiseRowCall<T>
        {
            Above = Random<T>(width * 16),
            Center = Random<T>(width * 16),
            Below = Random<T>(width * 16),
            InputWidth = width,
            Weights = Random<T>(12 * 16),
            Scale = Random<float>(16),
            Bias = Random<float>(16),
            Output = Random<T>(width * 16),
            OutputWidth = (width + stride - 1) / stride,
            Stride = stride,
            Dilation = 1,
            ReLU6 = true,
        };
        // Taps outside the row are not computed.
        var taps = 3 * call.OutputWidth - 1 - (stride == 1 ? 1 : width % 2);
        return new Workload($"depthwise row of {width}, stride {stride}", 2.0 * 3 * 16 * taps, () => kernels.DepthwiseRow(in call));
    }

    private static Workload Stem<T>(LayerKernels<T> kernels)
        where T : unmanaged
    {
        const int ChannelStride = 240;
        var call = new StemRowCall<T>
        {
            Above = Random<float>(3 * ChannelStride) + 1,
            Center = Random<float>(3 * ChannelStride) + 1,
            Below = Random<float>(3 * ChannelStride) + 1,
            ChannelStride = ChannelStride,
            InputChannels = 3,
            Weights = Random<float>(27 * 32),
            Bias = Random<float>(32),
            Output = Random<T>(112 * 32),
            OutputBlockStride = 112 * 16,
            OutputChannels = 32,
            OutputWidth = 112,
            ReLU6 = true,
        };
        return new Workload("stem row, 3 → 32", 2 * 112 * 27 * 32, () => kernels.StemRow(in call));
    }

    private static Action AveragePixels<T>(LayerKernels<T> kernels)
        where T : unmanaged
    {
        var (input, output) = ((nint)Random<T>(49 * 16), (nint)Random<T>(16));
        return () => kernels.AveragePixels((T*)input, 49, (T*)output);
    }

    private static Action AddProduct<T>(LayerKernels<T> kernels)
        where T : unmanaged
    {
        var (vector, panel, scale, output) = ((nint)Random<T>(32), (nint)Random<T>(32 * 112), (nint)Random<float>(112), (nint)Random<float>(112));
        return () => kernels.AddProduct((T*)vector, 32, (T*)panel, (float*)scale, (float*)output);
    }

    public static int Blocks(int channels) => (channels + 15) / 16;

    // Arrays that all begin at a page would compete for the same lines of the cache. Integers stay as small as quantised weights.
    public static T* Random<T>(int length)
        where T : unmanaged
    {
        var lines = 7 * arrays++ % 61;
        var buffer = new AlignedBuffer(length + 16 * lines);
        GC.SuppressFinalize(buffer);
        var start = buffer.Pointer + 16 * lines;
        for (var i = 0; i < length; i++)
            if (typeof(T) == typeof(float))
                start[i] = 2 * System.Random.Shared.NextSingle() - 1;
            else
                ((short*)start)[i] = (short)System.Random.Shared.Next(-127, 128);
        return (T*)start;
    }
}
