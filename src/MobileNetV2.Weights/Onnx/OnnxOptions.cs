namespace MobileNets.Weights;

/// <summary>How a network is written as ONNX.</summary>
public sealed record OnnxOptions
{
    /// <summary>
    /// Whether batch normalisation becomes part of the convolution before it (see <see cref="BatchNormFolding"/>), which is
    /// smaller and faster, or stays a node of its own with the weights as they are.
    /// </summary>
    /// <value>Default <see langword="true"/>.</value>
    public bool FoldBatchNorm { get; init; } = true;

    /// <summary>
    /// Whether images must have the plan's height and width, as some runtimes for small devices want it; otherwise any
    /// size will do. The batch may have any size in both cases.
    /// </summary>
    /// <value>Default <see langword="false"/>.</value>
    public bool FixedInputSize { get; init; }
}
