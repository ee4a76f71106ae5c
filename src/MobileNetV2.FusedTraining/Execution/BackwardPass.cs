namespace MobileNets.FusedTraining;

/// <summary>What one backward pass is asked for, and the memory that its layers use in turn.</summary>
internal sealed unsafe class BackwardPass(GradientMemory memory, FusedGradients[] gradients, float* imageGradient)
{
    private readonly int first = imageGradient != null ? 0 : Array.FindIndex(gradients, IsWanted) is var layer and >= 0 ? layer : gradients.Length;

    public float* ImageGradient => imageGradient;

    public FusedGradients Of(int layer) => gradients[layer];

    /// <summary>Whether a gradient of this layer or of one before it is wanted.</summary>
    public bool Reaches(int layer) => layer >= first;

    /// <summary>Whether the gradient by a layer's input is wanted: for the pictures, or for a layer before.</summary>
    public bool ReachesBefore(int layer) => imageGradient != null || layer > first;

    /// <summary>Memory that the layers use in turn.</summary>
    public GradientMemory Memory => memory;

    private static bool IsWanted(FusedGradients gradients) => gradients.Weight != null || gradients.Scale != null || gradients.Shift != null;
}
