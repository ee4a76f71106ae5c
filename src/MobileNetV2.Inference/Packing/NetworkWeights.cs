using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>Where a network's weights come from, and what its numbers stand for.</summary>
internal abstract class NetworkWeights<T>
    where T : unmanaged
{
    /// <summary>The first layer's weights, which are floats: it reads the picture.</summary>
    public abstract LayerWeights<float> Stem(BlockPlan block);

    /// <summary>A 1×1 convolution's.</summary>
    public abstract LayerWeights<T> Pointwise(BlockPlan block, LayerPlan convolution);

    /// <summary>A depthwise convolution's, <see cref="DepthwiseFilter.Length{T}"/> numbers a filter.</summary>
    public abstract LayerWeights<T> Depthwise(BlockPlan block, LayerPlan convolution);

    /// <summary>The classifier's.</summary>
    public abstract LayerWeights<T> Classifier(LayerPlan linear);

    /// <summary>What 1 stands for in a block's output.</summary>
    public abstract float OutputStep(BlockPlan block);

    /// <summary>What a shortcut is multiplied by before it is added.</summary>
    public abstract float ResidualScale(BlockPlan block);
}
