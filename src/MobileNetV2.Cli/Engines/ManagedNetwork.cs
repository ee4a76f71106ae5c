using MobileNets.Inference;
using MobileNets.Weights;

namespace MobileNets.Cli.Engines;

/// <summary>The engine in plain .NET.</summary>
internal sealed class ManagedNetwork(ModelWeights weights, int height, int width, int? threads) : INetwork
{
    /// <summary>The loaded model.</summary>
    public InferenceModel Model { get; } = InferenceModel.From(
        weights, new InferenceOptions { InputHeight = height, InputWidth = width, Threads = threads ?? Environment.ProcessorCount });

    public float[] Logits(ReadOnlySpan<float> images, long[] shape, CancellationToken cancellationToken)
    {
        var logits = new float[shape[0] * Model.Classes];
        Model.Logits(images, logits, cancellationToken);
        return logits;
    }

    public void Dispose() => Model.Dispose();
}
