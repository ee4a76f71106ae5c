namespace MobileNets.Kernels.Generator;

/// <summary>What a class of training kernels asks for; the arguments of its <c>[VectorTrainingKernels]</c>.</summary>
/// <param name="namespaceName">The class's namespace.</param>
/// <param name="className">The class.</param>
/// <param name="vectorBits">128, 256 or 512.</param>
/// <param name="outerChannels">The most left channels of a tile of outer products, in three units.</param>
/// <param name="outerVectors">The right vectors of that tile.</param>
/// <param name="depthwiseColumns">The most gradient pixels of a depthwise tile.</param>
/// <param name="depthwisePasses">1: both gradients of a depthwise tile at once; 2: one after the other.</param>
/// <param name="stemChannels">The most picture channels of the first layer's tile.</param>
internal sealed class TrainingShape(
    string namespaceName, string className, int vectorBits, int outerChannels, int outerVectors, int depthwiseColumns, int depthwisePasses, int stemChannels)
    : VectorShape(namespaceName, className, vectorBits), IEquatable<TrainingShape>
{
    public int OuterChannels { get; } = outerChannels;

    public int OuterVectors { get; } = outerVectors;

    public int DepthwiseColumns { get; } = depthwiseColumns;

    public int DepthwisePasses { get; } = depthwisePasses;

    public int StemChannels { get; } = stemChannels;

    private (string Namespace, string Class, int Bits, int, int, int, int, int) Values =>
        (NamespaceName, ClassName, VectorBits, OuterChannels, OuterVectors, DepthwiseColumns, DepthwisePasses, StemChannels);

    public bool Equals(TrainingShape? other) => other != null && Values == other.Values;

    public override bool Equals(object? other) => Equals(other as TrainingShape);

    public override int GetHashCode() => Values.GetHashCode();
}
