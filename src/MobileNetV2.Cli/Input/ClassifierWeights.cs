using MobileNets.Weights;

namespace MobileNets.Cli.Input;

/// <summary>Weights of a network that answers with logits: in floating point, or quantised.</summary>
/// <param name="Floats">The weights, unless they are quantised.</param>
/// <param name="Quantized">The quantised weights.</param>
internal sealed record ClassifierWeights(ModelWeights? Floats, QuantizedWeights? Quantized)
{
    public ModelDescription Description => Floats?.Description ?? Quantized!.Description;
}
