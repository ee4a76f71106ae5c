using MobileNets.Cli.Input;
using MobileNets.Inference;

namespace MobileNets.Cli.Engines;

/// <summary>The engine in plain .NET.</summary>
internal sealed class ManagedNetwork(ClassifierWeights weights, int height, int width, int? threads) : INetwork
{
    /// <summary>The loaded model.</summary>
    public InferenceModel Model { get; } = Load(
        weights, new InferenceOptions { InputHeight = height, InputWidth = width, Threads = threads ?? Environment.ProcessorCount });

    public float[] Logits(ReadOnlySpan<float> images, long[] shape, CancellationToken cancellationToken)
    {
        var logits = new float[shape[0] * Model.Classes];
        Model.Logits(images, logits, cancellationToken);
        return logits;
    }

    public void Dispose() => Model.Dispose();

    private static InferenceModel Load(ClassifierWeights weights, InferenceOptions options) =>
        weights.Quantized is { } quantized ? InferenceModel.From(quantized, options) : InferenceModel.From(weights.Floats!, options);
}
