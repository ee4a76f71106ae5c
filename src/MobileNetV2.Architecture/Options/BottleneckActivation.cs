namespace MobileNets.Architecture;

/// <summary>What follows the projection and its batch normalisation in an inverted residual, before the shortcut is added.</summary>
public enum BottleneckActivation
{
    /// <summary>Nothing: the linear bottleneck (arXiv 1801.04381, section 3.2).</summary>
    Linear,

    /// <summary>ReLU6, which the paper compares with (arXiv 1801.04381, figure 6a).</summary>
    ReLU6,
}
