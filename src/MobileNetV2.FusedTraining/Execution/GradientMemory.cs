namespace MobileNets.FusedTraining;

/// <summary>Memory for a backward pass; the layers use it in turn.</summary>
internal sealed unsafe class GradientMemory(float* memory, GradientSizes sizes)
{
    public float* Wide => memory;

    public float* WeightSums => Wide + sizes.Wide;

    public float* Narrow(int which) => WeightSums + sizes.WeightSums + which * sizes.Narrow;
}
