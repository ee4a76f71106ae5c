namespace MobileNets.Weights;

/// <summary>A strided view of a storage, as the pickle describes it: not yet compared with the storage's size.</summary>
/// <param name="Storage">Where the elements lie.</param>
/// <param name="Offset">The first element's place in the storage, in elements.</param>
/// <param name="Shape">Dimensions, outermost first.</param>
/// <param name="Strides">For each dimension, how many elements apart neighbours lie.</param>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides);
