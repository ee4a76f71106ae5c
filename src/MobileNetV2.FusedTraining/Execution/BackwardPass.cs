namespace MobileNets.FusedTraining;

/// <summary>What one backward pass is asked for, and the memory that its layers use in turn.</summary>
internal sealed unsafe class BackwardPass(GradientMemory memory, ImageGroups groups, FusedGradients[] gradients, float* imageGradient)
{
    private readonly int first = imageGradient != null ? 0 : Array.FindIndex(gradients, IsWanted) is var layer and >= 0 ? layer : gradients.Length;

    public float* ImageGradient => imageGradient;

    public FusedGradients Of(int layer) => gradients[layer];

    /// <summary>Whether a gradient of this layer or of one before it is wanted.</summary>
    public bool Reaches(int layer) => layer >= first;

    /// <summary>Whether the gradient by a layer's input is wanted: for the pictures, or for a layer before.</summary>
    public bool ReachesBefore(int layer) => imageGradient != null || layer > first;

    /// <summary>A gradient by batch norm's output within a block: many channels.</summary>
    public Map Wide(MapShape shape) => new(memory.Wide, shape);

    /// <summary>A second one, larger than the first that it is made from, where a block strides.</summary>
    public Map Unstrided(MapShape shape, MapShape madeFrom) => new(memory.Wide + groups.Images * madeFrom.Floats, shape);

    /// <summary>A gradient between blocks; neighbouring blocks use the one and the other.</summary>
    public Map Narrow(int block, MapShape shape) => new(memory.Narrow(block & 1), shape);

    /// <summary>The sums of a layer's weight gradient.</summary>
    /// <param name="floats">How many a group takes.</param>
    /// <param name="others">How many a group takes of sums that are needed at the same time.</param>
    public WeightSums Sums(long floats, long others = 0) => new(memory.WeightSums + groups.Count * others, groups.Count, (nint)floats);

    private static bool IsWanted(FusedGradients gradients) => gradients.Weight != null || gradients.Scale != null || gradients.Shift != null;
}
