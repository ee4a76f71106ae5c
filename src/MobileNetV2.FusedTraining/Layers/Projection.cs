using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>A block's 1×1 convolution of many channels to few, without an activation; its input is read through batch norm and ReLU6.</summary>
internal sealed unsafe class Projection(Arena arena, PassContext context, NormedMap input, int channels)
{
    private const int PanelsAtOnce = 2;

    private readonly PointwiseWeights weights = new(arena, input.Shape.Channels, channels);
    private readonly int chunk = Chunks.PixelsOf(input.Shape.Channels, input.Shape.Pixels);
    private readonly int forwardChunk = Chunks.PixelsReadOnce(input.Shape.Channels, input.Shape.Pixels);

    public NormedMap Output { get; } = NormedMap.Create(arena, context, input.Shape with { Channels = channels }, relu6: false);

    public long ScratchFloats => Math.Max(input.Shape.Blocks, Output.Shape.Blocks + 1L) * BlockChannels * chunk;

    public long WeightFloats => (long)input.Shape.Blocks * BlockChannels * channels;

    public void AddPacking(List<Action> tasks, FusedLayer layer) => weights.AddPacking(tasks, layer.Weight, context.WeightTasks);

    /// <summary>Writes the raw output.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="gram">Takes the output in; null for nothing.</param>
    public void AddForward(PhaseList phases, FusedLayer layer, Gram? gram)
    {
        Output.Norm.ClearForward();
        gram?.Clear();
        phases.Add("project", context.Groups.Count, (group, scratch) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
            {
                for (var pixel = 0; pixel < Output.Shape.Pixels; pixel += forwardChunk)
                    Forward(group, image, pixel, Math.Min(forwardChunk, Output.Shape.Pixels - pixel), scratch);
                gram?.Add(context.Training, group, Output.Raw, image, scratch);
            }
        });
        phases.Add("project norm", 1, (_, _) => Output.Norm.FinishForward(layer));
    }

    /// <summary>Goes on from the gradient of batch norm's output to the weights' gradient and the input's, masked.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="pass">The backward pass.</param>
    /// <param name="gradient">The gradient by batch norm's output.</param>
    /// <param name="inputGradient">Where the gradient by the input's batch norm goes.</param>
    /// <param name="wantsInput">Whether that is wanted.</param>
    /// <param name="gradients">The layer's gradients.</param>
    public void AddBackward(PhaseList phases, BackwardPass pass, Map gradient, Map inputGradient, bool wantsInput, FusedGradients gradients)
    {
        phases.Add("project norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && !wantsInput)
            return;
        input.Norm.ClearBackward();
        var sums = gradients.Weight == null ? null : pass.Memory.Sums(WeightFloats);
        phases.Add("project back", context.Groups.Count, (group, scratch) =>
        {
            var weightSums = sums == null ? null : sums.Clear(group);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var pixel = 0; pixel < Output.Shape.Pixels; pixel += chunk)
                    Backward(group, image, pixel, Math.Min(chunk, Output.Shape.Pixels - pixel), gradient, inputGradient, scratch, weightSums);
        });
        if (sums != null)
            phases.Add("project weights", context.WeightTasks, (task, _) => weights.WriteGradientByInputs(sums, gradients.Weight, task, context.WeightTasks));
    }

    private void Forward(int group, int image, int pixel, int pixels, float* scratch)
    {
        for (var block = 0; block < input.Shape.Blocks; block++)
            context.Training.Normalize(input.Raw.At(image, block, pixel), pixels, input.Norm.Record(block), null, scratch + (nint)block * forwardChunk * BlockChannels);
        context.Layers.Pointwise(new PointwiseCall<float>
        {
            Input = scratch,
            InputBlockStride = (nint)forwardChunk * BlockChannels,
            InputChannels = input.Shape.Channels,
            Weights = weights.ByOutputs(0),
            PanelStride = (nint)input.Shape.Channels * BlockChannels,
            Bias = context.Zeros.Pointer,
            Output = Output.Raw.At(image, 0, pixel),
            OutputBlockStride = Output.Raw.BlockStride,
            OutputChannels = channels,
            Pixels = pixels,
            Next = input.Raw.NextRangesAt(image, pixel + pixels, forwardChunk),
            AfterNext = Output.Raw.NextRangesAt(image, pixel + pixels, forwardChunk),
        });
        for (var block = 0; block < Output.Shape.Blocks; block++)
            context.Training.AddStatistics(Output.Raw.At(image, block, pixel), pixels, Output.Norm.ForwardSums(group, block));
    }

    private void Backward(int group, int image, int pixel, int pixels, Map gradient, Map inputGradient, float* scratch, float* weightSums)
    {
        var blockStride = (nint)chunk * BlockChannels;
        for (var block = 0; block < Output.Shape.Blocks; block++)
            context.Training.Combine(
                gradient.At(image, block, pixel), Output.Raw.At(image, block, pixel), pixels, Output.Norm.Factors(block), scratch + block * blockStride);
        var activation = scratch + Output.Shape.Blocks * blockStride;
        for (var panel = 0; panel < input.Shape.Blocks; panel += PanelsAtOnce)
        {
            var panels = Math.Min(PanelsAtOnce, input.Shape.Blocks - panel);
            context.Layers.Pointwise(new PointwiseCall<float>
            {
                Input = scratch,
                InputBlockStride = blockStride,
                InputChannels = channels,
                Weights = weights.ByInputs(panel),
                PanelStride = (nint)channels * BlockChannels,
                Bias = context.Zeros.Pointer,
                Output = inputGradient.At(image, panel, pixel),
                OutputBlockStride = inputGradient.BlockStride,
                OutputChannels = panels * BlockChannels,
                Pixels = pixels,
                Next = panel == 0 ? gradient.NextRangesAt(image, pixel + pixels, chunk) : default,
                AfterNext = panel == 0 ? Output.Raw.NextRangesAt(image, pixel + pixels, chunk) : default,
            });
            for (var block = panel; block < panel + panels; block++)
            {
                context.Training.MaskGradient(
                    inputGradient.At(image, block, pixel), null, input.Raw.At(image, block, pixel), pixels,
                    input.Norm.Record(block), activation, input.Norm.BackwardSums(group, block));
                if (weightSums != null)
                    context.Training.AddOuterProduct(new OuterProductCall
                    {
                        Left = scratch,
                        LeftBlockStride = blockStride,
                        LeftChannels = channels,
                        Right = activation,
                        Pixels = pixels,
                        Sums = weightSums + (nint)block * channels * BlockChannels,
                        Next = Next(input.Raw, block),
                        AfterNext = Next(inputGradient, block),
                    });
            }
        }

        // What is read and written a turn later.
        MemoryRange Next(Map map, int block) => block + PanelsAtOnce < map.Shape.Blocks
            ? map.RangeAt(image, block + PanelsAtOnce, pixel, pixels)
            : map.NextRangeAt(image, (block + PanelsAtOnce) % map.Shape.Blocks, pixel + pixels, chunk);
    }
}
