namespace MobileNets.Architecture;

/// <summary>Whether training changes a state-dict entry through gradients.</summary>
public enum StateEntryKind
{
    /// <summary>Trained by gradient descent.</summary>
    Parameter,

    /// <summary>Kept by the layer itself: batch normalisation's running statistics.</summary>
    Buffer,
}
