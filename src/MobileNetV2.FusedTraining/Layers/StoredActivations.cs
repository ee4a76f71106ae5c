using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>Activations that a layer before has stored.</summary>
internal sealed unsafe class StoredActivations(Map values) : IActivations
{
    public MapShape Shape => values.Shape;

    public Map? Stored => values;

    public void Make(int image, int block, int first, int count, float* memory)
    {
    }

    public MemoryRange RangeAhead(int image, int block) => values.RangeAhead(image, block, 0, Shape.Pixels);
}
