using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>A 1×1 convolution of few channels to many, as a block's expansion or the head; its raw output is stored.</summary>
internal sealed unsafe class Expansion(Arena arena, PassContext context, LayerInput input, int channels)
{
    // What a tile of the widest kernels takes.
    private const int PanelsAtOnce = 2;

    private readonly PointwiseWeights weights = new(arena, input.Shape.Channels, channels);
    private readonly int chunk = Chunks.PixelsOf(channels, input.Shape.Pixels);

    public NormedMap Output { get; } = NormedMap.Create(arena, context, input.Shape with { Channels = channels }, relu6: true);

    public long ScratchFloats => (long)Output.Shape.Blocks * BlockChannels * chunk;

    public long WeightFloats => (long)Output.Shape.Blocks * BlockChannels * input.Shape.Channels;

    public void AddPacking(List<Action> tasks, FusedLayer layer) => weights.AddPacking(tasks, layer.Weight, context.WeightTasks);

    public void AddForward(PhaseList phases, FusedLayer layer)
    {
        Output.Norm.ClearForward();
        phases.Add("expand", context.Groups.Count, (group, _) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var pixel = 0; pixel < Output.Shape.Pixels; pixel += chunk)
                    Forward(group, image, pixel, Math.Min(chunk, Output.Shape.Pixels - pixel));
        });
        phases.Add("expand norm", 1, (_, _) => Output.Norm.FinishForward(layer));
    }

    /// <summary>Goes on from the masked gradient of batch norm's output to the weights' gradient and the input's.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="pass">The backward pass.</param>
    /// <param name="gradient">The gradient by batch norm's output.</param>
    /// <param name="shortcut">The gradient that reaches the input past the block; null for none.</param>
    /// <param name="inputGradient">Where the input's gradient goes; null where it is not wanted.</param>
    /// <param name="gradients">The layer's gradients.</param>
    public void AddBackward(PhaseList phases, BackwardPass pass, Map gradient, Map? shortcut, Map? inputGradient, FusedGradients gradients)
    {
        phases.Add("expand norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && inputGradient == null)
            return;
        if (inputGradient != null)
            input.Producer.Norm.ClearBackward();
        var sums = gradients.Weight == null ? null : pass.Memory.Sums(WeightFloats);
        phases.Add("expand back", context.Groups.Count, (group, scratch) =>
        {
            var weightSums = sums == null ? null : sums.Clear(group);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var pixel = 0; pixel < Output.Shape.Pixels; pixel += chunk)
                {
                    var pixels = Math.Min(chunk, Output.Shape.Pixels - pixel);
                    BackwardToWeights(image, pixel, pixels, gradient, scratch, weightSums);
                    if (inputGradient is { } wanted)
                        BackwardToInput(group, image, pixel, pixels, scratch, shortcut, wanted);
                }
        });
        if (sums != null)
            phases.Add("expand weights", context.WeightTasks, (task, _) => weights.WriteGradientByOutputs(sums, gradients.Weight, task, context.WeightTasks));
    }

    private void Forward(int group, int image, int pixel, int pixels)
    {
        for (var panel = 0; panel < Output.Shape.Blocks; panel += PanelsAtOnce)
        {
            var panels = Math.Min(PanelsAtOnce, Output.Shape.Blocks - panel);
            context.Layers.Pointwise(new PointwiseCall<float>
            {
                Input = input.Values!.Value.At(image, 0, pixel),
                InputBlockStride = input.Values.Value.BlockStride,
                InputChannels = input.Shape.Channels,
                Weights = weights.ByOutputs(panel),
                PanelStride = (nint)input.Shape.Channels * BlockChannels,
                Bias = context.Zeros.Pointer,
                Output = Output.Raw.At(image, panel, pixel),
                OutputBlockStride = Output.Raw.BlockStride,
                OutputChannels = panels * BlockChannels,
                Pixels = pixels,
                Next = Next(panel),
                AfterNext = Next(panel + 1),
            });
            for (var block = panel; block < panel + panels; block++)
                context.Training.AddStatistics(Output.Raw.At(image, block, pixel), pixels, Output.Norm.ForwardSums(group, block));
        }

        // What is written a turn later.
        MemoryRange Next(int block) => block + PanelsAtOnce < Output.Shape.Blocks ? Output.Raw.RangeAt(image, block + PanelsAtOnce, pixel, pixels) : default;
    }

    private void BackwardToWeights(int image, int pixel, int pixels, Map gradient, float* scratch, float* weightSums)
    {
        for (var block = 0; block < Output.Shape.Blocks; block++)
        {
            var raw = scratch + (nint)block * chunk * BlockChannels;
            context.Training.Combine(gradient.At(image, block, pixel), Output.Raw.At(image, block, pixel), pixels, Output.Norm.Factors(block), raw);
            if (weightSums != null)
                context.Training.AddOuterProduct(new OuterProductCall
                {
                    Left = input.Values!.Value.At(image, 0, pixel),
                    LeftBlockStride = input.Values.Value.BlockStride,
                    LeftChannels = input.Shape.Channels,
                    Right = raw,
                    Pixels = pixels,
                    Sums = weightSums + (nint)block * input.Shape.Channels * BlockChannels,
                    Next = Next(gradient),
                    AfterNext = Next(Output.Raw),
                });

            MemoryRange Next(Map map) => block + 1 < map.Shape.Blocks
                ? map.RangeAt(image, block + 1, pixel, pixels)
                : map.NextRangeAt(image, 0, pixel + pixels, chunk);
        }
    }

    private void BackwardToInput(int group, int image, int pixel, int pixels, float* scratch, Map? shortcut, Map inputGradient)
    {
        var (raw, norm) = (input.Producer.Raw, input.Producer.Norm);
        context.Layers.Pointwise(new PointwiseCall<float>
        {
            Input = scratch,
            InputBlockStride = (nint)chunk * BlockChannels,
            InputChannels = Output.Shape.Channels,
            Weights = weights.ByInputs(0),
            PanelStride = (nint)Output.Shape.Channels * BlockChannels,
            Bias = context.Zeros.Pointer,
            Residual = shortcut is { } past ? past.At(image, 0, pixel) : null,
            Output = inputGradient.At(image, 0, pixel),
            OutputBlockStride = inputGradient.BlockStride,
            OutputChannels = input.Shape.Channels,
            Pixels = pixels,
            Next = raw.NextRangesAt(image, pixel, pixels),
            AfterNext = shortcut?.NextRangesAt(image, pixel + pixels, chunk) ?? default,
        });
        for (var block = 0; block < input.Shape.Blocks; block++)
            context.Training.MaskGradient(
                inputGradient.At(image, block, pixel), null, raw.At(image, block, pixel), pixels, norm.Record(block), null, norm.BackwardSums(group, block));
    }
}
