namespace MobileNets.Kernels.Generator;

/// <summary>What a kernel class asks for; the arguments of its <c>[VectorKernels]</c>.</summary>
/// <param name="namespaceName">The class's namespace.</param>
/// <param name="className">The class.</param>
/// <param name="vectorBits">128, 256 or 512.</param>
/// <param name="pointwiseRows">The most pixels of a tile of 1, 2, … units of eight output channels.</param>
/// <param name="depthwiseColumns">The most output pixels of a depthwise tile.</param>
internal sealed class KernelShape(string namespaceName, string className, int vectorBits, int[] pointwiseRows, int depthwiseColumns)
    : IEquatable<KernelShape>
{
    public string NamespaceName { get; } = namespaceName;

    public string ClassName { get; } = className;

    public int VectorBits { get; } = vectorBits;

    public int[] PointwiseRows { get; } = pointwiseRows;

    public int DepthwiseColumns { get; } = depthwiseColumns;

    /// <summary>Floats of a vector.</summary>
    public int Lanes => VectorBits / 32;

    public string Vector => $"Vector{VectorBits}";

    public bool Equals(KernelShape? other) =>
        other != null
        && (NamespaceName, ClassName, VectorBits, DepthwiseColumns)
            == (other.NamespaceName, other.ClassName, other.VectorBits, other.DepthwiseColumns)
        && PointwiseRows.SequenceEqual(other.PointwiseRows);

    public override bool Equals(object? other) => Equals(other as KernelShape);

    public override int GetHashCode() => (NamespaceName, ClassName, VectorBits, DepthwiseColumns).GetHashCode();
}
