namespace MobileNets.FusedTraining;

/// <summary>Where the gradients of a <see cref="FusedLayer"/> go, laid out as its tensors; null where one is not wanted. They are overwritten.</summary>
public unsafe struct FusedGradients
{
    /// <summary>By the convolution's weights.</summary>
    public float* Weight;

    /// <summary>By batch norm's weight.</summary>
    public float* Scale;

    /// <summary>By batch norm's bias.</summary>
    public float* Shift;
}
