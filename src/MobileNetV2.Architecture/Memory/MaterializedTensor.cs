namespace MobileNets.Architecture;

/// <summary>A tensor that exists whole at some time while a network runs on one image.</summary>
/// <param name="Layer">The layer whose output it is.</param>
/// <param name="Shape">Its shape.</param>
public readonly record struct MaterializedTensor(string Layer, TensorShape Shape)
{
    /// <summary>Its size in bytes.</summary>
    /// <param name="bytesPerElement">2 for the paper's 16-bit activations, 4 for 32-bit floats.</param>
    public long Bytes(int bytesPerElement) => Shape.Elements * bytesPerElement;
}
