using System.Numerics;
using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>
/// A 1×1 expansion of a large map. Its batch statistics follow from its input's (<see cref="Gram"/>), so batch norm is folded into its weights
/// before a number is computed. Its activations are made, row by row, as they are read; the largest are not stored, but made again by the
/// backward pass, whose gradients by them are used up, row by row, as they are made.
/// That pass is linear in the input too. With g the gradient by batch norm's output, w a channel's weights, s = scale / deviation:
/// ∂w = s · (Σ g·(x − mean) − ∂scale / deviation · covariance · w), and ∂x = Σ s·w·g + B · x + c with a small matrix B and a vector c.
/// Where the input is a convolution's output through a batch norm without activation, that one is folded into the weights as well.
/// </summary>
internal sealed unsafe class FoldedExpansion : IActivations
{
    private readonly PassContext context;
    private readonly LayerInput input;
    private readonly Gram gram;
    private readonly Map source;
    private readonly double* weights;
    private readonly double* sourceWeights;
    private readonly float* byOutputs;
    private readonly float* byInputs;
    private readonly float* bias;
    private readonly float* correction;
    private readonly float* correctionBias;
    private readonly double* constants;
    private readonly double* covarianceWeights;
    private readonly double* correctionFactors;

    /// <summary>Takes its memory.</summary>
    public FoldedExpansion(Arena arena, PassContext context, LayerInput input, int channels)
    {
        (this.context, this.input) = (context, input);
        Shape = input.Shape with { Channels = channels };
        Norm = new Norm(arena, context.Groups, Shape, relu6: true);
        input.Gram = gram = new Gram(arena, context.Groups, input.Shape);
        source = input.Values ?? input.Producer.Raw;
        weights = arena.Doubles((long)channels * Inputs);
        sourceWeights = input.Values == null ? arena.Doubles((long)channels * Inputs) : weights;
        constants = arena.Doubles(channels);
        byOutputs = arena.Floats(WeightFloats);
        byInputs = arena.Floats((long)input.Shape.Blocks * BlockChannels * channels);
        bias = arena.Floats(Shape.Blocks * BlockChannels);
        correction = arena.Floats((long)input.Shape.Blocks * BlockChannels * Inputs);
        correctionBias = arena.Floats(input.Shape.Blocks * BlockChannels);
        covarianceWeights = arena.Doubles((long)channels * Inputs);
        correctionFactors = arena.Doubles(2L * channels);
        if (Shape.Pixels < context.FewestUnstoredPixels)
            Stored = arena.Map(context.Groups.Images, Shape);
        StripRows = Math.Clamp(Chunks.PixelsOf(channels, Shape.Pixels) / Shape.Width, 1, Shape.Height);
    }

    public MapShape Shape { get; }

    public Map? Stored { get; }

    public Norm Norm { get; }

    /// <summary>Rows that the backward pass takes at a time: of all channels, they stay in the second-level cache.</summary>
    public int StripRows { get; }

    public long WeightFloats => (long)Shape.Blocks * BlockChannels * Inputs;

    public long ScratchFloats => gram.ScratchFloats;

    private int Inputs => input.Shape.Channels;

    public void AddForward(PhaseList phases, FusedLayer layer)
    {
        phases.Add("fold", 1, (_, _) => gram.Finish());
        phases.Add("fold", context.WeightTasks, (task, _) => ForEachBlock(task, block => TakeWeights(layer.Weight, block)));
        phases.Add("fold", 1, (_, _) => Norm.FinishForward(layer, BatchStatistics));
        phases.Add("fold", context.WeightTasks, (task, _) => ForEachBlock(task, Fold));
    }

    public void Make(int image, int block, int first, int count, float* memory) =>
        context.Layers.Pointwise(new PointwiseCall<float>
        {
            Input = source.At(image, 0, first * Shape.Width),
            InputBlockStride = source.BlockStride,
            InputChannels = Inputs,
            Weights = byOutputs + (nint)block * Inputs * BlockChannels,
            PanelStride = (nint)Inputs * BlockChannels,
            Bias = bias + block * BlockChannels,
            Output = memory,
            OutputBlockStride = 0,
            OutputChannels = BlockChannels,
            Pixels = count * Shape.Width,
            ReLU6 = true,
        });

    // They are made of the input, which all channel blocks share.
    public MemoryRange RangeAhead(int image, int block) => default;

    /// <summary>Adds a channel block's gradient in a strip to the weights' sums; meanwhile fetches what comes next.</summary>
    public void AddToWeights(int image, int block, int firstRow, int rows, float* gradient, float* sums, MemoryRange next, MemoryRange afterNext)
    {
        context.Training.AddOuterProduct(new OuterProductCall
        {
            Left = source.At(image, 0, firstRow * Shape.Width),
            LeftBlockStride = source.BlockStride,
            LeftChannels = Inputs,
            Right = gradient,
            Pixels = rows * Shape.Width,
            Sums = sums + (nint)block * Inputs * BlockChannels,
            Next = next,
            AfterNext = afterNext,
        });
    }

    /// <summary>Writes the first part of the input's gradient in a strip, Σ s·w·g.</summary>
    public void WriteInputGradient(int image, int firstRow, int rows, float* strip, Map inputGradient) =>
        context.Layers.Pointwise(new PointwiseCall<float>
        {
            Input = strip,
            InputBlockStride = (nint)StripRows * Shape.Width * BlockChannels,
            InputChannels = Shape.Channels,
            Weights = byInputs,
            PanelStride = (nint)Shape.Channels * BlockChannels,
            Bias = context.Zeros.Pointer,
            Output = inputGradient.At(image, 0, firstRow * Shape.Width),
            OutputBlockStride = inputGradient.BlockStride,
            OutputChannels = Inputs,
            Pixels = rows * Shape.Width,
        });

    /// <summary>Goes on from the sums over all strips to the layer's gradients and, where it is wanted, the rest of the input's.</summary>
    public void AddBackward(PhaseList phases, WeightSums sums, Map? shortcut, Map? inputGradient, FusedGradients gradients)
    {
        phases.Add("expand weights", context.WeightTasks, (task, _) => ForEachBlock(task, block => WriteGradients(sums, block, gradients)));
        if (inputGradient is not { } wanted)
            return;
        input.Producer.Norm.ClearBackward();
        phases.Add("expand correction", input.Shape.Blocks, (block, _) => MakeCorrection(block));
        phases.Add("expand correction", context.Groups.Count, (group, _) =>
        {
            for (var image = context.Groups.First(group); image < context.Groups.End(group); image++)
                Correct(group, image, shortcut, wanted);
        });
    }

    private void ForEachBlock(int task, Action<int> action)
    {
        for (var block = Shape.Blocks * task / context.WeightTasks; block < Shape.Blocks * (task + 1) / context.WeightTasks; block++)
            action(block);
    }

    private IEnumerable<int> ChannelsOf(int block) => Enumerable.Range(block * BlockChannels, Math.Min(BlockChannels, Shape.Channels - block * BlockChannels));

    // An input is that much of what is stored, and a constant.
    private (float Scale, float Shift) Source(int channel)
    {
        if (input.Values != null)
            return (1, 0);
        var record = input.Producer.Norm.Record(channel / BlockChannels) + channel % BlockChannels;
        return (record[0], record[BlockChannels]);
    }

    private void TakeWeights(float* weight, int block)
    {
        foreach (var channel in ChannelsOf(block))
        {
            var from = (nint)channel * Inputs;
            var to = covarianceWeights + from;
            constants[channel] = 0;
            for (var i = 0; i < Inputs; i++)
            {
                var (scale, shift) = Source(i);
                weights[from + i] = weight[from + i];
                sourceWeights[from + i] = scale * weights[from + i];
                constants[channel] += shift * weights[from + i];
            }
            new Span<double>(to, Inputs).Clear();
            for (var i = 0; i < Inputs; i++)
                AddScaled(sourceWeights[from + i], gram.CovarianceWith(i), new Span<double>(to, Inputs));
        }
    }

    private (double Mean, double Variance) BatchStatistics(int channel)
    {
        var (mean, variance) = (constants[channel], 0.0);
        for (var i = 0; i < Inputs; i++)
        {
            mean += gram.Mean[i] * sourceWeights[(nint)channel * Inputs + i];
            variance += covarianceWeights[(nint)channel * Inputs + i] * sourceWeights[(nint)channel * Inputs + i];
        }
        return (mean, Math.Max(0, variance));
    }

    private void Fold(int block)
    {
        foreach (var channel in ChannelsOf(block))
        {
            var lane = channel % BlockChannels;
            var scale = Norm.Record(block)[lane];
            bias[channel] = (float)(Norm.Record(block)[BlockChannels + lane] + scale * constants[channel]);
            for (var i = 0; i < Inputs; i++)
            {
                byOutputs[((nint)block * Inputs + i) * BlockChannels + lane] = (float)(scale * sourceWeights[(nint)channel * Inputs + i]);
                byInputs[((nint)(i / BlockChannels) * Shape.Channels + channel) * BlockChannels + i % BlockChannels] =
                    (float)(scale * weights[(nint)channel * Inputs + i]);
            }
        }
    }

    private void WriteGradients(WeightSums sums, int block, FusedGradients gradients)
    {
        var total = sums.Total((nint)block * Inputs * BlockChannels, Inputs * BlockChannels);
        foreach (var channel in ChannelsOf(block))
        {
            var (lane, row) = (channel % BlockChannels, (nint)channel * Inputs);
            var (mean, inverse) = Norm.Statistics(channel);
            double scale = Norm.Record(block)[lane];
            var sum = Norm.GradientSum(channel);
            var byScale = (constants[channel] - mean) * sum;
            for (var i = 0; i < Inputs; i++)
                byScale += sourceWeights[row + i] * total[i * BlockChannels + lane];
            byScale *= inverse;
            if (gradients.Scale != null)
                gradients.Scale[channel] = (float)byScale;
            if (gradients.Shift != null)
                gradients.Shift[channel] = (float)sum;

            var share = Norm.UsedBatchStatistics ? 1.0 / Norm.Count : 0;
            correctionFactors[2 * channel] = -scale * inverse * byScale * share;
            correctionFactors[2 * channel + 1] = scale * (inverse * mean * byScale - sum) * share;
            if (gradients.Weight == null)
                continue;
            for (var i = 0; i < Inputs; i++)
            {
                var (inputScale, inputShift) = Source(i);
                double gradient = total[i * BlockChannels + lane];
                gradient = Norm.UsedBatchStatistics
                    ? inputScale * (gradient - gram.Mean[i] * sum - byScale * inverse * covarianceWeights[row + i])
                    : inputScale * gradient + inputShift * sum;
                gradients.Weight[row + i] = (float)(scale * gradient);
            }
        }
    }

    private void MakeCorrection(int block)
    {
        for (var lane = 0; lane < Math.Min(BlockChannels, Inputs - block * BlockChannels); lane++)
        {
            var column = block * BlockChannels + lane;
            var matrix = new double[Inputs];
            var constant = 0.0;
            for (var channel = 0; channel < Shape.Channels; channel++)
            {
                var row = weights + (nint)channel * Inputs;
                var factor = correctionFactors[2 * channel] * row[column];
                constant += correctionFactors[2 * channel + 1] * row[column];
                AddScaled(factor, new ReadOnlySpan<double>(row, Inputs), matrix);
            }
            for (var i = 0; i < Inputs; i++)
            {
                var (scale, shift) = Source(i);
                constant += shift * matrix[i];
                correction[((nint)block * Inputs + i) * BlockChannels + lane] = (float)(scale * matrix[i]);
            }
            correctionBias[column] = (float)constant;
        }
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> from, Span<double> to)
    {
        var i = 0;
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + factor * new Vector<double>(from[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += factor * from[i];
    }

    private void Correct(int group, int image, Map? shortcut, Map inputGradient)
    {
        var (raw, norm) = (input.Producer.Raw, input.Producer.Norm);
        var chunk = Chunks.PixelsOf(2 * Inputs, Shape.Pixels);
        for (var pixel = 0; pixel < Shape.Pixels; pixel += chunk)
        {
            var pixels = Math.Min(chunk, Shape.Pixels - pixel);
            context.Layers.Pointwise(new PointwiseCall<float>
            {
                Input = source.At(image, 0, pixel),
                InputBlockStride = source.BlockStride,
                InputChannels = Inputs,
                Weights = correction,
                PanelStride = (nint)Inputs * BlockChannels,
                Bias = correctionBias,
                Residual = inputGradient.At(image, 0, pixel),
                Output = inputGradient.At(image, 0, pixel),
                OutputBlockStride = inputGradient.BlockStride,
                OutputChannels = Inputs,
                Pixels = pixels,
            });
            for (var block = 0; block < input.Shape.Blocks; block++)
                context.Training.MaskGradient(
                    inputGradient.At(image, block, pixel), shortcut is { } past ? past.At(image, block, pixel) : null, raw.At(image, block, pixel),
                    pixels, norm.Record(block), null, norm.BackwardSums(group, block));
        }
    }
}
