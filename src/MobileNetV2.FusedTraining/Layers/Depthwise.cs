using MobileNets.Architecture;
using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>A block's depthwise 3×3 convolution; its raw output is stored.</summary>
internal sealed unsafe class Depthwise
{
    private const int Taps = 9;

    private readonly PassContext context;
    private readonly IActivations input;
    private readonly int stride;
    private readonly int dilation;
    private readonly int stripRows;
    private readonly int statisticsRows;
    private readonly float* weights;
    private readonly float* activation;

    /// <summary>Takes its memory.</summary>
    public Depthwise(Arena arena, PassContext context, IActivations input, LayerPlan plan)
    {
        (this.context, this.input, stride, dilation) = (context, input, plan.Stride, plan.Dilation);
        stripRows = input is FoldedExpansion folded ? folded.StripRows : Math.Clamp(RowWindow.MostFloatsAtOnce / (InputShape.Width * BlockChannels), 1, InputShape.Height);
        Output = NormedMap.Create(arena, context, InputShape.Convolved(InputShape.Channels, stride), relu6: true);
        statisticsRows = Math.Max(1, RowWindow.MostFloatsAtOnce / (Output.Shape.Width * BlockChannels));
        weights = arena.Floats(WeightFloats);
        activation = arena.Floats(TrainingKernels.NormLength);
    }

    public NormedMap Output { get; }

    /// <summary>Whether the gradient by the input's batch norm may take the place of that by the output's.</summary>
    public bool WorksInPlace => stride == 1;

    public long WeightFloats => (long)InputShape.Blocks * Taps * BlockChannels;

    public long ScratchFloats => Math.Max(
        ((long)InputRows * InputShape.Width + (long)statisticsRows * Output.Shape.Width) * BlockChannels,
        WindowFloats + (input is FoldedExpansion folded ? (folded.Shape.Blocks + 1L) * StripStride : 0));

    public MapShape InputShape => input.Shape;

    // Floats of a channel block's strip.
    private nint StripStride => (nint)stripRows * InputShape.Width * BlockChannels;

    private int InputRows => RowWindow.CapacityOf(InputShape.Height, InputShape.Width, dilation);

    private int WindowRows => RowWindow.CapacityOf(Output.Shape.Height, Output.Shape.Width, dilation);

    private long WindowFloats => (long)WindowRows * Output.Shape.Width * BlockChannels;

    public void Pack(FusedLayer layer)
    {
        for (var channel = 0; channel < InputShape.Channels; channel++)
            for (var tap = 0; tap < Taps; tap++)
                weights[(channel / BlockChannels * Taps + tap) * BlockChannels + channel % BlockChannels] = layer.Weight[channel * Taps + tap];
        Norm.SetActivation(activation, relu6: input is FoldedExpansion);
    }

    public void AddForward(PhaseList phases, FusedLayer layer)
    {
        Output.Norm.ClearForward();
        phases.Add("depthwise", context.Groups.Count, (group, scratch) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var block = 0; block < InputShape.Blocks; block++)
                    Forward(image, block, scratch, Output.Norm.ForwardSums(group, block));
        });
        phases.Add("depthwise norm", 1, (_, _) => Output.Norm.FinishForward(layer));
    }

    /// <summary>Goes on from the masked gradient of batch norm's output to the weights' gradient and the input's, masked.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="pass">The backward pass.</param>
    /// <param name="gradient">The gradient by batch norm's output.</param>
    /// <param name="producer">The convolution that the input comes from.</param>
    /// <param name="shortcut">The gradient that reaches the input past the block; null for none.</param>
    /// <param name="inputGradient">Where the gradient by the producer's batch norm goes.</param>
    /// <param name="wantsInput">Whether that is wanted.</param>
    /// <param name="gradients">The layer's gradients.</param>
    public void AddBackward(
        PhaseList phases, BackwardPass pass, Map gradient, NormedMap producer, Map? shortcut, Map inputGradient, bool wantsInput, FusedGradients gradients)
    {
        phases.Add("depthwise norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && !wantsInput)
            return;
        producer.Norm.ClearBackward();
        var sums = gradients.Weight == null ? null : pass.Memory.Sums(WeightFloats);
        phases.Add("depthwise back", context.Groups.Count, (group, scratch) =>
        {
            var weightSums = sums == null ? null : sums.Clear(group);
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var block = 0; block < InputShape.Blocks; block++)
                {
                    var window = new GradientRows(this, gradient, image, block, 0, scratch, weightSums);
                    for (var row = 0; row < InputShape.Height; row += stripRows)
                    {
                        var (rows, pixel) = (Math.Min(stripRows, InputShape.Height - row), row * InputShape.Width);
                        var strip = inputGradient.At(image, block, pixel);
                        var raw = producer.Raw.At(image, block, pixel);
                        window.Fetch(row, rows, producer.Raw, WorksInPlace ? null : inputGradient);
                        if (input.Stored is not { } values)
                        {
                            window.Write(row, rows, raw, producer.Norm.Record(block), strip, producer.Norm.BackwardSums(group, block));
                            continue;
                        }
                        // The input may be more than the producer's output, with a block's input added.
                        window.Write(row, rows, values.At(image, block, pixel), activation, strip, null);
                        context.Training.MaskGradient(
                            strip, shortcut is { } past ? past.At(image, block, pixel) : null, raw, rows * InputShape.Width, producer.Norm.Record(block), null,
                            producer.Norm.BackwardSums(group, block));
                    }
                }
        });
        if (sums != null)
            phases.Add("depthwise weights", 1, (_, _) => WriteGradient(sums, gradients.Weight));
    }

    /// <summary>The same where the input is a folded expansion, and on to that one's gradients.</summary>
    public void AddBackward(
        PhaseList phases, BackwardPass pass, Map gradient, FoldedExpansion expansion, Map? shortcut, Map? inputGradient, bool wantsExpansion,
        FusedGradients gradients, FusedGradients expansionGradients)
    {
        phases.Add("depthwise norm back", 1, (_, _) => Output.Norm.FinishBackward(gradients));
        if (gradients.Weight == null && !wantsExpansion)
            return;
        expansion.Norm.ClearBackward();
        var (sums, expansionSums) = (pass.Memory.Sums(WeightFloats), pass.Memory.Sums(expansion.WeightFloats, WeightFloats));
        phases.Add("depthwise and expand back", context.Groups.Count, (group, scratch) =>
        {
            var weightSums = gradients.Weight == null ? null : sums.Clear(group);
            var expansionWeightSums = wantsExpansion ? expansionSums.Clear(group) : null;
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                for (var row = 0; row < InputShape.Height; row += stripRows)
                    BackwardStrip(group, image, row, gradient, expansion, inputGradient, scratch, weightSums, expansionWeightSums);
        });
        if (gradients.Weight != null)
            phases.Add("depthwise weights", 1, (_, _) => WriteGradient(sums, gradients.Weight));
        if (wantsExpansion)
            expansion.AddBackward(phases, expansionSums, shortcut, inputGradient, expansionGradients);
    }

    private void Forward(int image, int block, float* scratch, double* sums)
    {
        var rows = input.Stored is { } stored
            ? new RowWindow(stored.At(image, block), InputShape.Width, InputShape.Height)
            : new RowWindow(scratch, InputShape.Width, InputRows);
        var made = 0;
        var call = new DepthwiseRowCall<float>
        {
            InputWidth = InputShape.Width,
            Weights = weights + block * Taps * BlockChannels,
            Bias = context.Zeros.Pointer,
            OutputWidth = Output.Shape.Width,
            Stride = stride,
            Dilation = dilation,
        };
        var streams = context.IsStreamed(Output.Shape);
        var outputRows = scratch + (nint)InputRows * InputShape.Width * BlockChannels;
        var counted = 0;
        var fetch = default(FetchCursor);
        fetch.Begin(Output.Shape.Height, input.RangeAhead(image, block), streams ? default : Output.Raw.RangeAhead(image, block, 0, Output.Shape.Pixels));
        for (var row = 0; row < Output.Shape.Height; row++)
        {
            var center = row * stride;
            for (int count; made <= Math.Min(center + dilation, InputShape.Height - 1); made += count)
            {
                count = rows.RowsFrom(made, InputShape.Height);
                input.Make(image, block, made, count, rows[made]);
            }
            call.Above = center >= dilation ? rows[center - dilation] : context.Zeros.Pointer;
            call.Center = rows[center];
            call.Below = center + dilation < InputShape.Height ? rows[center + dilation] : context.Zeros.Pointer;
            call.Output = streams ? outputRows + (nint)(row - counted) * Output.Shape.Width * BlockChannels : Output.Raw.At(image, block, row * Output.Shape.Width);
            context.Layers.DepthwiseRow(in call);
            fetch.Advance();
            if (row + 1 - counted < statisticsRows && row + 1 < Output.Shape.Height)
                continue;
            var raw = Output.Raw.At(image, block, counted * Output.Shape.Width);
            context.Training.AddStatistics(streams ? outputRows : raw, (row + 1 - counted) * Output.Shape.Width, sums, streams ? raw : null);
            counted = row + 1;
        }
    }

    private void BackwardStrip(
        int group, int image, int row, Map gradient, FoldedExpansion expansion, Map? inputGradient, float* scratch, float* weightSums, float* expansionSums)
    {
        var rows = Math.Min(stripRows, InputShape.Height - row);
        var made = scratch + WindowFloats;
        var strip = made + StripStride;
        for (var block = 0; block < InputShape.Blocks; block++)
        {
            var blockStrip = strip + block * StripStride;
            var window = new GradientRows(this, gradient, image, block, row, scratch, weightSums);
            var activations = made;
            if (expansion.Stored is { } stored)
            {
                activations = stored.At(image, block, row * InputShape.Width);
                window.Fetch(rows, Next(stored, 1, rows));
            }
            else
                expansion.Make(image, block, row, rows, made);
            // The mask by the activation itself: it is at a limit where what it was made of was beyond.
            window.Write(row, rows, activations, activation, blockStrip, expansion.Norm.BackwardSums(group, block));
            if (expansionSums != null)
                expansion.AddToWeights(
                    image, block, row, rows, blockStrip, expansionSums, Next(gradient, stride, rows / stride + 1), Next(Output.Raw, stride, rows / stride + 1));

            // What the next channel block, or the next strip's first, needs of a map that has one row for so many of the input's.
            MemoryRange Next(Map map, int inputRows, int count) => block + 1 < InputShape.Blocks
                ? map.RangeAt(image, block + 1, row / inputRows * map.Shape.Width, count * map.Shape.Width)
                : map.NextRangeAt(image, 0, (row + rows) / inputRows * map.Shape.Width, count * map.Shape.Width);
        }
        if (inputGradient is { } wanted)
            expansion.WriteInputGradient(image, row, rows, strip, wanted);
    }

    private void WriteGradient(WeightSums sums, float* gradient)
    {
        var total = sums.Total(0, (int)WeightFloats);
        for (var channel = 0; channel < InputShape.Channels; channel++)
            for (var tap = 0; tap < Taps; tap++)
                gradient[channel * Taps + tap] = total[(channel / BlockChannels * Taps + tap) * BlockChannels + channel % BlockChannels];
    }

    /// <summary>The gradient by the convolution's raw output, made as the input rows that it reaches pass by.</summary>
    private ref struct GradientRows
    {
        private readonly Depthwise layer;
        private readonly Map gradient;
        private readonly int image;
        private readonly int block;
        private readonly RowWindow rows;
        private readonly float* weightSums;
        private FetchCursor fetch;
        private int made;

        public GradientRows(Depthwise layer, Map gradient, int image, int block, int firstInputRow, float* memory, float* weightSums)
        {
            (this.layer, this.gradient, this.image, this.block) = (layer, gradient, image, block);
            this.weightSums = weightSums == null ? null : weightSums + block * Taps * BlockChannels;
            rows = new RowWindow(memory, Shape.Width, layer.WindowRows);
            made = rows.Capacity == Shape.Height ? 0 : Math.Max(0, (firstInputRow - layer.dilation) / layer.stride);
        }

        private readonly MapShape Shape => layer.Output.Shape;

        /// <summary>Has what comes after some rows fetched while they are written: what it is made from, and where it goes.</summary>
        public void Fetch(int firstRow, int count, Map input, Map? inputGradient)
        {
            var (pixel, pixels) = (firstRow * layer.InputShape.Width, count * layer.InputShape.Width);
            var (made, toMake) = (firstRow / layer.stride * Shape.Width, (count + layer.stride - 1) / layer.stride * Shape.Width);
            fetch.Begin(
                Advances(count), gradient.RangeAhead(image, block, made, toMake), layer.Output.Raw.RangeAhead(image, block, made, toMake),
                input.RangeAhead(image, block, pixel, pixels), inputGradient?.RangeAhead(image, block, pixel, pixels) ?? default);
        }

        /// <summary>Has a range fetched while some rows are written.</summary>
        public void Fetch(int count, MemoryRange range) => fetch.Begin(Advances(count), range);

        /// <summary>Writes neighbouring rows of the input's gradient, masked, and adds their share to the weights'.</summary>
        /// <param name="firstRow">From which row on.</param>
        /// <param name="count">How many.</param>
        /// <param name="input">Them.</param>
        /// <param name="record">The batch norm and activation that they are read through.</param>
        /// <param name="inputGradient">Where their gradient goes.</param>
        /// <param name="sums">Its sums for that batch norm's own gradient; null where they are not wanted.</param>
        public void Write(int firstRow, int count, float* input, float* record, float* inputGradient, double* sums)
        {
            var rowSums = stackalloc float[TrainingKernels.SumsLength];
            new Span<float>(rowSums, TrainingKernels.SumsLength).Clear();
            var rowFloats = (nint)layer.InputShape.Width * BlockChannels;
            var call = new DepthwiseGradientCall
            {
                OutputWidth = Shape.Width,
                InputWidth = layer.InputShape.Width,
                Weights = layer.weights + block * Taps * BlockChannels,
                WeightGradient = weightSums,
                Stride = layer.stride,
                Dilation = layer.dilation,
                Input = input,
                Norm = record,
                InputGradient = inputGradient,
                Sums = rowSums,
            };
            for (var row = firstRow; row < firstRow + count; row += call.Rows)
            {
                call.Rows = AlikeFrom(row, firstRow + count);
                MakeThrough(Math.Min((row + call.Rows - 1 + layer.dilation) / layer.stride, Shape.Height - 1));
                call.Gradient0 = At(row + layer.dilation);
                call.Gradient1 = At(row);
                call.Gradient2 = At(row - layer.dilation);
                layer.context.Training.DepthwiseGradientRows(in call, ref fetch);
                call.Input += call.Rows * rowFloats;
                call.InputGradient += call.Rows * rowFloats;
            }
            for (var i = 0; sums != null && i < TrainingKernels.SumsLength; i++)
                sums[i] += rowSums[i];
        }

        private readonly int Advances(int inputRows) =>
            inputRows * ((Shape.Width + TrainingKernels.DepthwiseGradientPixels - 1) / TrainingKernels.DepthwiseGradientPixels);

        // Rows that meet as many gradient rows as the first, all of them at hand: those in a small map's middle go through the kernel at once.
        private readonly int AlikeFrom(int row, int end)
        {
            if (layer.stride != 1 || rows.Capacity < Shape.Height)
                return 1;
            if (row < layer.dilation)
                end = Math.Min(end, layer.dilation);
            if (row < Shape.Height - layer.dilation)
                end = Math.Min(end, Shape.Height - layer.dilation);
            return end - row;
        }

        private void MakeThrough(int last)
        {
            var (raw, norm) = (layer.Output.Raw, layer.Output.Norm);
            for (int count; made <= last; made += count)
            {
                count = rows.RowsFrom(made, Shape.Height);
                var pixel = made * Shape.Width;
                layer.context.Training.Combine(
                    gradient.At(image, block, pixel), raw.At(image, block, pixel), count * Shape.Width, norm.Factors(block), rows[made]);
            }
        }

        private readonly float* At(int position) =>
            position >= 0 && position % layer.stride == 0 && position / layer.stride < Shape.Height ? rows[position / layer.stride] : null;
    }
}
