namespace MobileNets.Inference;

/// <summary>How inverted residuals are computed. The results have the same bits; time and memory differ.</summary>
public enum InferenceStrategy
{
    /// <summary>
    /// The expanded tensor never exists: large maps go through a block row by row, small ones a few channels at a time
    /// (arXiv 1801.04381, section 5.1, taken to its end).
    /// </summary>
    Fused,

    /// <summary>
    /// The paper's own way (section 5.1): the expanded channels in t parts, one after the other over the whole map. Quantised networks keep
    /// the filtered channels of all parts until the last: their tensors are too narrow for a projection's partial sums.
    /// </summary>
    SplitExpansion,

    /// <summary>Every expanded tensor is stored whole, before and after the depthwise convolution.</summary>
    Unfused,
}
