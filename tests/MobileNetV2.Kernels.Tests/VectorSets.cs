namespace MobileNets.Kernels.Tests;

/// <summary>The names of the vector kernel sets that this machine supports, to compare with the scalar definition.</summary>
public sealed class VectorSets : TheoryData<string>
{
    public VectorSets()
    {
        foreach (var kernels in KernelSet.Supported)
            Add(kernels.Name);
    }

    public static KernelSet Named(string name) => KernelSet.Supported.Single(kernels => kernels.Name == name);
}
