using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>Activations that lie in memory.</summary>
internal sealed unsafe class StoredActivations(Map values) : IActivations
{
    public MapShape Shape => values.Shape;

    public bool AreStored => true;

    public float* Rows(int image, int block, int first, int count, float* memory) => values.At(image, block, first * Shape.Width);

    public MemoryRange RangeAhead(int image, int block) => values.RangeAhead(image, block, 0, Shape.Pixels);
}
