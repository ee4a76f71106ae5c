namespace MobileNets.FusedTraining;

/// <summary>
/// A convolution with its batch norm: raw tensors of float32 in PyTorch's layout, contiguous. Nothing is checked.
/// </summary>
public unsafe struct FusedLayer
{
    /// <summary>The convolution's weights, <c>[out, in / groups, k, k]</c>.</summary>
    public float* Weight;

    /// <summary>Batch norm's weight, a number an output channel.</summary>
    public float* Scale;

    /// <summary>Batch norm's bias, a number an output channel.</summary>
    public float* Shift;

    /// <summary>The running mean of every output channel.</summary>
    public float* RunningMean;

    /// <summary>The running (unbiased) variance of every output channel.</summary>
    public float* RunningVariance;

    /// <summary>How much of a batch's statistics goes into the running ones, 0 … 1.</summary>
    public double Momentum;

    /// <summary>Added to the variance.</summary>
    public double Epsilon;

    /// <summary>
    /// Whether the batch's own statistics normalise it and update the running ones; otherwise the running ones are used and stay.
    /// </summary>
    public bool UsesBatchStatistics;
}
