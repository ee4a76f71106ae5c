namespace MobileNets.Architecture;

/// <summary>What a layer computes.</summary>
public enum LayerKind
{
    /// <summary>Two-dimensional convolution; depthwise when its groups equal its channels.</summary>
    Convolution,

    /// <summary>Batch normalisation with a scale and a shift for each channel.</summary>
    BatchNorm,

    /// <summary>min(max(x, 0), 6).</summary>
    ReLU6,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>The mean of each channel over the whole map.</summary>
    AveragePool,

    /// <summary>Zeroes features at random while training, otherwise does nothing.</summary>
    Dropout,

    /// <summary>Matrix product with the flattened input, plus a bias.</summary>
    Linear,
}
