namespace MobileNets.Weights;

/// <summary>An array read from a <c>.npy</c> file.</summary>
/// <param name="Shape">Dimensions, outermost first; none for a scalar.</param>
/// <param name="Values">The elements in row-major order.</param>
public sealed record NumpyArray(IReadOnlyList<long> Shape, float[] Values);
