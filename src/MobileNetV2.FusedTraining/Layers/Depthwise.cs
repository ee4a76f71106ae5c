using MobileNets.Architecture;
using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>A block's depthwise 3×3 convolution; its raw output is stored.</summary>
internal sealed unsafe class Depthwise
{
    private const int Taps = 9;

    private readonly PassContext context;
    private readonly LayerInput input;
    private readonly MapShape inputShape;
    private readonly int stride;
    private readonly int dilation;
    private readonly float* weights;

    /// <summary>Takes its memory.</summary>
    public Depthwise(Arena arena, PassContext context, LayerInput input, LayerPlan plan)
    {
        (this.context, this.input, stride, dilation) = (context, input, plan.Stride, plan.Dilation);
        inputShape = input.Shape;
        Output = NormedMap.Create(arena, context, inputShape.Convolved(inputShape.Channels, stride), relu6: true);
        weights = arena.Floats(WeightFloats);
    }

    public NormedMap Output { get; }

    /// <summary>Whether the gradient by the input's batch norm may take the place of that by the output's.</summary>
    public bool WorksInPlace => stride == 1;

    public long WeightFloats => (long)inputShape.Blocks * Taps * BlockChannels;

    public long ScratchFloats =>
        2L * BlockChannels * Math.Max(inputShape.Width * RowsOf(inputShape), Output.Shape.Width * RowsOf(Output.Shape));

    public void Pack(FusedLayer layer)
    {
        for (var channel = 0; channel < inputShape.Channels; channel++)
            for (var tap = 0; tap < Taps; tap++)
                weights[(channel / BlockChannels * Taps + tap) * BlockChannels + channel % BlockChannels] = layer.Weight[channel * Taps + tap];
    }

    public void AddForward(PhaseList phases, FusedLayer layer)
    {
        Output.Norm.ClearForward();
        phases.Add("depthwise", context.Groups.Count, (group, scratch) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var block = 0; block < inputShape.Blocks; block++)
                    Forward(image, block, scratch, Output.Norm.ForwardSums(group, block));
        });
        phases.Add("depthwise norm", 1, (_, _) => Output.Norm.FinishForward(layer));
    }

    /// <summary>Goes on from the masked gradient of batch norm's output to the weights' gradient and the input's, masked.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="pass">The backward pass.</param>
    /// <param name="gradient">The gradient by batch norm's output.</param>
    /// <param name="shortcut">The gradient that reaches the input past the block; null for none.</param>
    /// <param name="inputGradient">Where the gradient by the input's batch norm goes.</param>
    /// <param name="wantsInput">Whether that is wanted.</param>
    /// <param name="gradients">The layer's gradients.</param>
    public void AddBackward(PhaseList phases, BackwardPass pass, Map gradient, Map? shortcut, Map inputGradient, bool wantsInput, FusedGradients gradients)
    {
        phases.Add("depthwise norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && !wantsInput)
            return;
        input.Producer.Norm.ClearBackward();
        var sums = gradients.Weight == null ? null : pass.Sums(WeightFloats);
        phases.Add("depthwise back", context.Groups.Count, (group, scratch) =>
        {
            var weightSums = sums == null ? null : sums.Clear(group);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var block = 0; block < inputShape.Blocks; block++)
                    Backward(
                        image, block, gradient, shortcut, inputGradient, scratch,
                        weightSums == null ? null : weightSums + block * Taps * BlockChannels, input.Producer.Norm.BackwardSums(group, block));
        });
        if (sums != null)
            phases.Add("depthwise weights", 1, (_, _) => WriteGradient(sums, gradients.Weight));
    }

    private int RowsOf(MapShape shape) => RowWindow.CapacityOf(shape.Height, shape.Width, dilation);

    private void Forward(int image, int block, float* scratch, double* sums)
    {
        var rows = InputWindow(image, block, scratch);
        var loaded = input.Values == null ? 0 : inputShape.Height;
        var call = new DepthwiseRowCall<float>
        {
            InputWidth = inputShape.Width,
            Weights = weights + block * Taps * BlockChannels,
            Bias = context.Zeros.Pointer,
            OutputWidth = Output.Shape.Width,
            Stride = stride,
            Dilation = dilation,
        };
        for (var row = 0; row < Output.Shape.Height; row++)
        {
            var center = row * stride;
            LoadInput(image, block, rows, ref loaded, Math.Min(center + dilation, inputShape.Height - 1));
            call.Above = center >= dilation ? rows[center - dilation] : context.Zeros.Pointer;
            call.Center = rows[center];
            call.Below = center + dilation < inputShape.Height ? rows[center + dilation] : context.Zeros.Pointer;
            call.Output = Output.Raw.At(image, block, row * Output.Shape.Width);
            context.Layers.DepthwiseRow(in call);
            context.Training.AddStatistics(call.Output, Output.Shape.Width, sums);
        }
    }

    private void Backward(int image, int block, Map gradient, Map? shortcut, Map inputGradient, float* scratch, float* weightSums, double* sums)
    {
        var gradients = new RowWindow(scratch, Output.Shape.Width, RowsOf(Output.Shape));
        var rows = InputWindow(image, block, scratch + (nint)gradients.Capacity * Output.Shape.Width * BlockChannels);
        var (loaded, combined) = (input.Values == null ? 0 : inputShape.Height, 0);
        var call = new DepthwiseGradientCall
        {
            OutputWidth = Output.Shape.Width,
            InputWidth = inputShape.Width,
            Weights = weights + block * Taps * BlockChannels,
            WeightGradient = weightSums,
            Stride = stride,
            Dilation = dilation,
        };
        var (producer, norm) = (input.Producer.Raw, input.Producer.Norm);
        for (var row = 0; row < inputShape.Height; row++)
        {
            LoadInput(image, block, rows, ref loaded, row);
            var last = Math.Min((row + dilation) / stride, Output.Shape.Height - 1);
            while (combined <= last)
            {
                var (count, pixel) = (gradients.RowsFrom(combined, Output.Shape.Height), combined * Output.Shape.Width);
                context.Training.Combine(
                    gradient.At(image, block, pixel), Output.Raw.At(image, block, pixel), count * Output.Shape.Width,
                    Output.Norm.Factors(block), gradients[combined]);
                combined += count;
            }
            call.Gradient0 = GradientRow(row + dilation);
            call.Gradient1 = GradientRow(row);
            call.Gradient2 = GradientRow(row - dilation);
            call.Input = rows[row];
            call.InputGradient = inputGradient.At(image, block, row * inputShape.Width);
            context.Training.DepthwiseGradientRow(in call);
            context.Training.MaskGradient(
                call.InputGradient, shortcut is { } past ? past.At(image, block, row * inputShape.Width) : null,
                producer.At(image, block, row * inputShape.Width), inputShape.Width, norm.Record(block), null, sums);
        }

        float* GradientRow(int position) =>
            position >= 0 && position % stride == 0 && position / stride < Output.Shape.Height ? gradients[position / stride] : null;
    }

    // Rows of stored activations are read where they are.
    private RowWindow InputWindow(int image, int block, float* scratch) => input.Values is { } values
        ? new RowWindow(values.At(image, block), inputShape.Width, inputShape.Height)
        : new RowWindow(scratch, inputShape.Width, RowsOf(inputShape));

    private void LoadInput(int image, int block, RowWindow rows, ref int loaded, int last)
    {
        while (loaded <= last)
        {
            var count = rows.RowsFrom(loaded, inputShape.Height);
            context.Training.Normalize(
                input.Producer.Raw.At(image, block, loaded * inputShape.Width), count * inputShape.Width, input.Producer.Norm.Record(block), null, rows[loaded]);
            loaded += count;
        }
    }

    private void WriteGradient(WeightSums sums, float* gradient)
    {
        var total = sums.Total(0, (int)WeightFloats);
        for (var channel = 0; channel < inputShape.Channels; channel++)
            for (var tap = 0; tap < Taps; tap++)
                gradient[channel * Taps + tap] = total[(channel / BlockChannels * Taps + tap) * BlockChannels + channel % BlockChannels];
    }
}
