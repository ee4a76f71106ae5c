namespace MobileNets.Kernels.Generator;

/// <summary>A class whose kernels are generated, and its vectors.</summary>
/// <param name="namespaceName">The class's namespace.</param>
/// <param name="className">The class.</param>
/// <param name="vectorBits">128, 256 or 512.</param>
internal abstract class VectorShape(string namespaceName, string className, int vectorBits)
{
    public string NamespaceName { get; } = namespaceName;

    public string ClassName { get; } = className;

    public int VectorBits { get; } = vectorBits;

    /// <summary>Sums in a vector, floats or 32-bit integers.</summary>
    public int Lanes => VectorBits / 32;

    public string Vector => $"Vector{VectorBits}";
}
