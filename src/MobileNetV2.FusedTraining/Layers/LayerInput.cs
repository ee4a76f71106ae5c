namespace MobileNets.FusedTraining;

/// <summary>What a layer reads: activations as they are stored or, without any stored, a convolution's output through its batch norm.</summary>
/// <param name="Producer">The convolution whose output, normalised (and added to a block's input), they are.</param>
/// <param name="Values">The activations; null where they are made as they are read.</param>
internal sealed record LayerInput(NormedMap Producer, Map? Values)
{
    public MapShape Shape => Producer.Shape;
}
