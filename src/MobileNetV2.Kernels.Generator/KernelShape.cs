namespace MobileNets.Kernels.Generator;

/// <summary>What a kernel class asks for; the arguments of its <c>[VectorKernels]</c>.</summary>
/// <param name="namespaceName">The class's namespace.</param>
/// <param name="className">The class.</param>
/// <param name="element">What activations are stored as: <c>float</c> or <c>short</c>.</param>
/// <param name="vectorBits">128, 256 or 512.</param>
/// <param name="pointwiseRows">The most pixels of a tile of 1, 2, … units of eight output channels.</param>
/// <param name="depthwiseColumns">The most output pixels of a depthwise tile.</param>
/// <param name="splitRows">The most pixels of a tile of 1, 2, … units in half vectors, 0 for none; empty for no such tiles.</param>
internal sealed class KernelShape(
    string namespaceName, string className, string element, int vectorBits, int[] pointwiseRows, int depthwiseColumns, int[] splitRows)
    : VectorShape(namespaceName, className, vectorBits), IEquatable<KernelShape>
{
    public string Element { get; } = element;

    public bool HasIntegers => Element == "short";

    public int[] PointwiseRows { get; } = pointwiseRows;

    public int DepthwiseColumns { get; } = depthwiseColumns;

    public int[] SplitRows { get; } = splitRows;

    /// <summary>The same in half vectors, whose tiles of pixels × outputs are <see cref="SplitRows"/>.</summary>
    public KernelShape Half => new(NamespaceName, ClassName, Element, VectorBits / 2, SplitRows, DepthwiseColumns, []);

    public bool Equals(KernelShape? other) =>
        other != null
        && (NamespaceName, ClassName, Element, VectorBits, DepthwiseColumns)
            == (other.NamespaceName, other.ClassName, other.Element, other.VectorBits, other.DepthwiseColumns)
        && PointwiseRows.SequenceEqual(other.PointwiseRows)
        && SplitRows.SequenceEqual(other.SplitRows);

    public override bool Equals(object? other) => Equals(other as KernelShape);

    public override int GetHashCode() => (NamespaceName, ClassName, Element, VectorBits, DepthwiseColumns).GetHashCode();
}
