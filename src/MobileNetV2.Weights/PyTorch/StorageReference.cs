namespace MobileNets.Weights;

/// <summary>A stretch of elements that tensors are views of, as the pickle speaks of it.</summary>
/// <param name="Key">Its name in the container.</param>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Count">How many elements there are, few enough for <see cref="Bytes"/> to fit an array.</param>
internal sealed record StorageReference(string Key, TensorElementType ElementType, long Count)
{
    public int Bytes => (int)(Count * ElementType.BytesPerElement());
}
