namespace MobileNets.Kernels;

/// <summary>A parameter with what its update reads and changes, all in arrays of the same length that do not overlap.</summary>
public unsafe struct UpdateCall
{
    /// <summary>The parameter, which is changed.</summary>
    public float* Parameter;

    /// <summary>Its gradient, which is only read.</summary>
    public float* Gradient;

    /// <summary>The state that the rule calls its first, which is changed; null for none, which is read as zeros.</summary>
    public float* First;

    /// <summary>The state that the rule calls its second, as <see cref="First"/>.</summary>
    public float* Second;

    /// <summary>How many numbers each has.</summary>
    public nint Length;

    /// <summary>What of the parameter is added to its gradient.</summary>
    public float WeightDecay;
}
