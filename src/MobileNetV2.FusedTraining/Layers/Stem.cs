using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>The network's first layer: a 3×3 convolution with stride 2 of planar pictures; its raw output is stored.</summary>
internal sealed unsafe class Stem
{
    private const int Taps = 9;
    private const int RingRows = 4;

    private readonly PassContext context;
    private readonly MapShape picture;
    private readonly float* weights;

    /// <summary>Takes its memory.</summary>
    public Stem(Arena arena, PassContext context, MapShape picture, int channels)
    {
        (this.context, this.picture) = (context, picture);
        Output = NormedMap.Create(arena, context, picture.Convolved(channels, stride: 2), relu6: true);
        weights = arena.Floats(WeightFloats);
    }

    public NormedMap Output { get; }

    public long WeightFloats => (long)Output.Shape.Blocks * FilterLength * BlockChannels;

    public long ScratchFloats => RingFloats + (long)Output.Shape.Blocks * Output.Shape.Width * BlockChannels;

    private int FilterLength => picture.Channels * Taps;

    // A pixel before the row, one after it, and whole cache lines.
    private int PaddedWidth => (picture.Width + 2 + 15) / 16 * 16;

    private int RingRowFloats => picture.Channels * PaddedWidth;

    private long RingFloats => (RingRows + 1L) * RingRowFloats;

    public void Pack(FusedLayer layer)
    {
        for (var channel = 0; channel < Output.Shape.Channels; channel++)
            for (var tap = 0; tap < FilterLength; tap++)
                weights[(channel / BlockChannels * FilterLength + tap) * BlockChannels + channel % BlockChannels] = layer.Weight[channel * FilterLength + tap];
    }

    public void AddForward(PhaseList phases, float* images, FusedLayer layer)
    {
        Output.Norm.ClearForward();
        phases.Add("stem", context.Groups.Count, (group, scratch) =>
        {
            new Span<float>(scratch, (int)RingFloats).Clear();
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                Forward(group, image, Picture(images, image), scratch);
        });
        phases.Add("stem norm", 1, (_, _) => Output.Norm.FinishForward(layer));
    }

    /// <summary>Goes on from the masked gradient of batch norm's output to the weights' gradient and the pictures'.</summary>
    public void AddBackward(PhaseList phases, BackwardPass pass, float* images, Map gradient, FusedGradients gradients)
    {
        phases.Add("stem norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && pass.ImageGradient == null)
            return;
        var sums = gradients.Weight == null ? null : pass.Memory.Sums(WeightFloats);
        phases.Add("stem back", context.Groups.Count, (group, scratch) =>
        {
            new Span<float>(scratch, (int)RingFloats).Clear();
            var weightSums = sums == null ? null : sums.Clear(group);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                Backward(image, Picture(images, image), gradient, scratch, weightSums, pass.ImageGradient == null ? null : Picture(pass.ImageGradient, image));
        });
        if (sums != null)
            phases.Add("stem weights", 1, (_, _) => WriteGradient(sums, gradients.Weight));
    }

    private float* Picture(float* images, int image) => images + (nint)image * picture.Channels * picture.Pixels;

    private void Forward(int group, int image, float* picturePixels, float* ring)
    {
        var loaded = 0;
        for (var row = 0; row < Output.Shape.Height; row++)
        {
            Load(picturePixels, ring, 2 * row + 1, ref loaded);
            context.Layers.StemRow(new StemRowCall<float>
            {
                Above = RingRow(ring, 2 * row - 1),
                Center = RingRow(ring, 2 * row),
                Below = RingRow(ring, 2 * row + 1),
                ChannelStride = PaddedWidth,
                InputChannels = picture.Channels,
                Weights = weights,
                Bias = context.Zeros.Pointer,
                Output = Output.Raw.At(image, 0, row * Output.Shape.Width),
                OutputBlockStride = Output.Raw.BlockStride,
                OutputChannels = Output.Shape.Channels,
                OutputWidth = Output.Shape.Width,
            });
            for (var block = 0; block < Output.Shape.Blocks; block++)
                context.Training.AddStatistics(
                    Output.Raw.At(image, block, row * Output.Shape.Width), Output.Shape.Width, Output.Norm.ForwardSums(group, block));
        }
    }

    private void Backward(int image, float* picturePixels, Map gradient, float* ring, float* weightSums, float* imageGradient)
    {
        var combined = ring + RingFloats;
        var fetch = default(FetchCursor);
        var loaded = 0;
        if (imageGradient != null)
            new Span<float>(imageGradient, picture.Channels * picture.Pixels).Clear();
        for (var row = 0; row < Output.Shape.Height; row++)
        {
            Load(picturePixels, ring, 2 * row + 1, ref loaded);
            for (var block = 0; block < Output.Shape.Blocks; block++)
            {
                var rowGradient = combined + (nint)block * Output.Shape.Width * BlockChannels;
                var pixel = row * Output.Shape.Width;
                context.Training.Combine(
                    gradient.At(image, block, pixel), Output.Raw.At(image, block, pixel), Output.Shape.Width, Output.Norm.Factors(block), rowGradient);
                if (weightSums == null)
                    continue;
                fetch.Begin(
                    Output.Shape.Width,
                    gradient.NextRangeAt(image, block, pixel + Output.Shape.Width, Output.Shape.Width),
                    Output.Raw.NextRangeAt(image, block, pixel + Output.Shape.Width, Output.Shape.Width));
                var call = new StemGradientCall
                {
                    Above = RingRow(ring, 2 * row - 1),
                    Center = RingRow(ring, 2 * row),
                    Below = RingRow(ring, 2 * row + 1),
                    ChannelStride = PaddedWidth,
                    InputChannels = picture.Channels,
                    Gradient = rowGradient,
                    OutputWidth = Output.Shape.Width,
                    Sums = weightSums + (nint)block * FilterLength * BlockChannels,
                };
                context.Training.StemGradientRow(in call, ref fetch);
            }
            if (imageGradient != null)
                AddToImage(row, combined, imageGradient);
        }
    }

    private void Load(float* picturePixels, float* ring, int last, ref int loaded)
    {
        for (; loaded <= Math.Min(last, picture.Height - 1); loaded++)
            for (var channel = 0; channel < picture.Channels; channel++)
                new Span<float>(picturePixels + (nint)channel * picture.Pixels + (nint)loaded * picture.Width, picture.Width)
                    .CopyTo(new Span<float>(RingRow(ring, loaded) + channel * PaddedWidth, picture.Width));
    }

    // Rows outside the picture are the ring's last, which stays zero.
    private float* RingRow(float* ring, int pictureRow) =>
        ring + (nint)(pictureRow >= 0 && pictureRow < picture.Height ? pictureRow % RingRows : RingRows) * RingRowFloats + 1;

    // Seldom wanted: for images that are themselves looked for.
    private void AddToImage(int row, float* rowGradient, float* imageGradient)
    {
        for (var x = 0; x < Output.Shape.Width; x++)
            for (var tap = 0; tap < FilterLength; tap++)
            {
                var (pictureRow, column) = (2 * row + tap % Taps / 3 - 1, 2 * x + tap % 3 - 1);
                if (pictureRow < 0 || pictureRow >= picture.Height || column < 0 || column >= picture.Width)
                    continue;
                var sum = 0f;
                for (var channel = 0; channel < Output.Shape.Channels; channel++)
                {
                    var (block, lane) = (channel / BlockChannels, channel % BlockChannels);
                    sum += weights[(block * FilterLength + tap) * BlockChannels + lane] * rowGradient[((nint)block * Output.Shape.Width + x) * BlockChannels + lane];
                }
                imageGradient[(nint)(tap / Taps) * picture.Pixels + pictureRow * picture.Width + column] += sum;
            }
    }

    private void WriteGradient(WeightSums sums, float* gradient)
    {
        var total = sums.Total(0, (int)WeightFloats);
        for (var channel = 0; channel < Output.Shape.Channels; channel++)
            for (var tap = 0; tap < FilterLength; tap++)
                gradient[channel * FilterLength + tap] = total[(channel / BlockChannels * FilterLength + tap) * BlockChannels + channel % BlockChannels];
    }
}
