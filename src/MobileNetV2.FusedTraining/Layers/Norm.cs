using MobileNets.Kernels;
using static MobileNets.Kernels.KernelSet;

namespace MobileNets.FusedTraining;

/// <summary>
/// Batch norm and activation after a convolution. Its statistics come from sums that are taken while the convolution's output is written, its
/// gradient from sums that are taken while the activation's gradient is written.
/// </summary>
internal sealed unsafe class Norm
{
    private const float HighestReLU6 = 6;

    private readonly MapShape shape;
    private readonly ImageGroups groups;
    private readonly float* records;
    private readonly float* factors;
    private readonly double* forwardSums;
    private readonly double* backwardSums;
    private readonly double* means;
    private readonly double* inverseDeviations;

    /// <summary>Takes its memory.</summary>
    /// <param name="arena">Where from.</param>
    /// <param name="groups">The batch.</param>
    /// <param name="shape">The convolution's output.</param>
    /// <param name="relu6">Whether the activation is ReLU6 instead of none.</param>
    public Norm(Arena arena, ImageGroups groups, MapShape shape, bool relu6)
    {
        (this.shape, this.groups) = (shape, groups);
        records = arena.Floats(shape.Blocks * TrainingKernels.NormLength);
        factors = arena.Floats(shape.Blocks * TrainingKernels.CombineLength);
        forwardSums = arena.Doubles(groups.Count * shape.Blocks * TrainingKernels.SumsLength);
        backwardSums = arena.Doubles(groups.Count * shape.Blocks * TrainingKernels.SumsLength);
        means = arena.Doubles(shape.Channels);
        inverseDeviations = arena.Doubles(shape.Channels);
        IsClamped = relu6;
    }

    /// <summary>Whether the activation is ReLU6.</summary>
    public bool IsClamped { get; }

    /// <summary>Whether the last forward pass normalised by the batch's statistics.</summary>
    public bool UsedBatchStatistics { get; private set; }

    /// <summary>Values of a channel in the batch.</summary>
    public long Count => (long)groups.Images * shape.Pixels;

    /// <summary>A channel block's scale, shift and limits.</summary>
    public float* Record(int block) => records + block * TrainingKernels.NormLength;

    /// <summary>How a channel block's gradient by the convolution's output is combined.</summary>
    public float* Factors(int block) => factors + block * TrainingKernels.CombineLength;

    /// <summary>Σ x and Σ x² of a group's images.</summary>
    public double* ForwardSums(int group, int block) => forwardSums + (group * shape.Blocks + block) * TrainingKernels.SumsLength;

    /// <summary>Σ g and Σ g · x of a group's images, g being the gradient by batch norm's output.</summary>
    public double* BackwardSums(int group, int block) => backwardSums + (group * shape.Blocks + block) * TrainingKernels.SumsLength;

    /// <summary>Makes a record without batch norm: the activation alone.</summary>
    public static void SetActivation(float* record, bool relu6)
    {
        for (var lane = 0; lane < BlockChannels; lane++)
            SetLane(record + lane, 1, 0, relu6);
    }

    /// <summary>What a channel was normalised by.</summary>
    public (double Mean, double InverseDeviation) Statistics(int channel) => (means[channel], inverseDeviations[channel]);

    /// <summary>Σ g of all images.</summary>
    public double GradientSum(int channel) => Total(backwardSums, channel / BlockChannels, channel % BlockChannels);

    public void ClearForward() => Clear(forwardSums);

    public void ClearBackward() => Clear(backwardSums);

    /// <summary>Makes the records from the sums, and updates the running statistics.</summary>
    public void FinishForward(FusedLayer layer) => FinishForward(layer, BatchStatistics);

    /// <summary>As <see cref="FinishForward(FusedLayer)"/>, from statistics that are known in another way.</summary>
    public void FinishForward(FusedLayer layer, Func<int, (double Mean, double Variance)> batchStatistics)
    {
        UsedBatchStatistics = layer.UsesBatchStatistics;
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var (mean, variance) = layer.UsesBatchStatistics
                ? batchStatistics(channel)
                : (layer.RunningMean[channel], layer.RunningVariance[channel]);
            Set(channel, layer.Scale[channel], layer.Shift[channel], mean, variance, layer.Epsilon);
            if (layer.UsesBatchStatistics)
                UpdateRunning(layer, channel, mean, variance);
        }
    }

    /// <summary>Makes the factors from the sums, and writes the gradients by scale and shift.</summary>
    public void FinishBackward(FusedGradients gradients)
    {
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var (block, lane) = (channel / BlockChannels, channel % BlockChannels);
            var sum = Total(backwardSums, block, lane);
            var (mean, inverse) = (means[channel], inverseDeviations[channel]);
            var byScale = inverse * (Total(backwardSums, block, BlockChannels + lane) - mean * sum);
            if (gradients.Scale != null)
                gradients.Scale[channel] = (float)byScale;
            if (gradients.Shift != null)
                gradients.Shift[channel] = (float)sum;

            // dx = scale · (g − mean(g) − x̂ · mean(g · x̂)), as factors of g, x and 1; without batch statistics only the first term.
            double scale = Record(block)[lane];
            var factor = Factors(block) + lane;
            factor[0] = (float)scale;
            factor[BlockChannels] = UsedBatchStatistics ? (float)(-scale * inverse * byScale / Count) : 0;
            factor[2 * BlockChannels] = UsedBatchStatistics ? (float)(scale * (inverse * mean * byScale - sum) / Count) : 0;
        }
    }

    private (double Mean, double Variance) BatchStatistics(int channel)
    {
        var (block, lane) = (channel / BlockChannels, channel % BlockChannels);
        var mean = Total(forwardSums, block, lane) / Count;
        return (mean, Math.Max(0, Total(forwardSums, block, BlockChannels + lane) / Count - mean * mean));
    }

    private void Set(int channel, double scale, double shift, double mean, double variance, double epsilon)
    {
        var (block, lane) = (channel / BlockChannels, channel % BlockChannels);
        var inverse = 1 / Math.Sqrt(variance + epsilon);
        (means[channel], inverseDeviations[channel]) = (mean, inverse);
        SetLane(Record(block) + lane, (float)(scale * inverse), (float)(shift - mean * scale * inverse), IsClamped);
    }

    private static void SetLane(float* record, float scale, float shift, bool relu6)
    {
        record[0] = scale;
        record[BlockChannels] = shift;
        record[2 * BlockChannels] = relu6 ? 0 : float.NegativeInfinity;
        record[3 * BlockChannels] = relu6 ? HighestReLU6 : float.PositiveInfinity;
    }

    private void UpdateRunning(in FusedLayer layer, int channel, double mean, double variance)
    {
        var unbiased = variance * Count / Math.Max(1, Count - 1);
        layer.RunningMean[channel] += (float)(layer.Momentum * (mean - layer.RunningMean[channel]));
        layer.RunningVariance[channel] += (float)(layer.Momentum * (unbiased - layer.RunningVariance[channel]));
    }

    private double Total(double* sums, int block, int lane)
    {
        var total = 0.0;
        for (var group = 0; group < groups.Count; group++)
            total += sums[(group * shape.Blocks + block) * TrainingKernels.SumsLength + lane];
        return total;
    }

    private void Clear(double* sums) => new Span<double>(sums, groups.Count * shape.Blocks * TrainingKernels.SumsLength).Clear();
}
