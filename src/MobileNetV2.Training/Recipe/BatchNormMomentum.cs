using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace MobileNets.Training;

/// <summary>Sets how fast batch normalisation's running statistics follow the batches.</summary>
public static class BatchNormMomentum
{
    /// <summary>Gives every batch normalisation below a module the same momentum.</summary>
    /// <param name="module">A network.</param>
    /// <param name="momentum">The weight of a new batch, above 0 and at most 1 (PyTorch's sense: TensorFlow's decay is 1 minus it).</param>
    public static void SetBatchNormMomentum(this Module module, double momentum)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach (var norm in module.modules().OfType<NormBase>())
            norm.momentum = momentum;
    }
}
