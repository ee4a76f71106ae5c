using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Modules;

/// <summary>Runs a network's features one by one, and hands each block the expanded map of the one before.</summary>
/// <param name="features">The features.</param>
internal sealed class FeatureWalk(Sequential features) : IDisposable
{
    private Tensor? _expanded;
    private int _next;

    /// <summary>Runs the next feature.</summary>
    /// <param name="map">The output of the feature before, or the images; it stays the caller's.</param>
    /// <returns>The feature's output; the caller disposes it.</returns>
    public Tensor Step(Tensor map)
    {
        var feature = features[_next++];
        var (output, expanded) = feature is InvertedResidual block ? block.Forward(map, _expanded) : (feature.call(map), null);
        _expanded?.Dispose();
        _expanded = expanded;
        return output;
    }

    /// <summary>Frees the expanded map of the last block.</summary>
    public void Dispose() => _expanded?.Dispose();
}
