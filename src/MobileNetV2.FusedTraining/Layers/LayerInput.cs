namespace MobileNets.FusedTraining;

/// <summary>What a block reads: activations as they are stored or, without any stored, a convolution's output through its batch norm.</summary>
/// <param name="producer">The convolution whose output, normalised (and added to a block's input), they are.</param>
/// <param name="values">The activations; null where they are made as they are read.</param>
internal sealed class LayerInput(NormedMap producer, Map? values)
{
    public NormedMap Producer => producer;

    public Map? Values => values;

    public MapShape Shape => producer.Shape;

    /// <summary>Set by a reader that needs it: taken of what is stored, while it is written.</summary>
    public Gram? Gram { get; set; }
}
