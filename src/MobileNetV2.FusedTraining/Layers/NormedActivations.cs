using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>A convolution's stored output, read through its batch norm and activation.</summary>
internal sealed unsafe class NormedActivations(NormedMap source, TrainingKernels kernels) : IActivations
{
    public MapShape Shape => source.Shape;

    public Map? Stored => null;

    public void Make(int image, int block, int first, int count, float* memory) =>
        kernels.Normalize(source.Raw.At(image, block, first * Shape.Width), count * Shape.Width, source.Norm.Record(block), null, memory);

    public MemoryRange RangeAhead(int image, int block) => source.Raw.RangeAhead(image, block, 0, Shape.Pixels);
}
