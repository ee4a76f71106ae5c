using MobileNets.Modules;
using MobileNets.Training;
using MobileNets.Weights;
using TorchSharp;

namespace MobileNets.Cli.Engines;

/// <summary>libtorch.</summary>
internal sealed class TorchNetwork : INetwork
{
    public TorchNetwork(ModelWeights weights, int? threads)
    {
        UseThreads(threads);
        Model = ModelFile.Build(weights);
    }

    /// <summary>The module, in evaluation mode.</summary>
    public Modules.MobileNetV2 Model { get; }

    /// <summary>Sets how many threads torch computes with; null for one a processor.</summary>
    public static void UseThreads(int? threads) => torch.set_num_threads(threads ?? Environment.ProcessorCount);

    public float[] Logits(ReadOnlySpan<float> images, long[] shape, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Evaluator.Logits(Model, images, shape);
    }

    public void Dispose() => Model.Dispose();
}
