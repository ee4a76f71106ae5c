namespace MobileNets.Architecture;

/// <summary>How a block's layers belong together.</summary>
public enum BlockKind
{
    /// <summary>Convolution, batch normalisation, activation: stem and head.</summary>
    ConvNormActivation,

    /// <summary>Expansion, depthwise convolution, linear projection (arXiv 1801.04381, section 3.3).</summary>
    InvertedResidual,

    /// <summary>Depthwise, then pointwise convolution, each normalised and activated (MobileNetV1, arXiv 1704.04861).</summary>
    DepthwiseSeparable,

    /// <summary>The global average pool.</summary>
    Pooling,

    /// <summary>Dropout and linear layer.</summary>
    Classifier,
}
