using MobileNets.Modules;
using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training;

/// <summary>
/// An exponential moving average of a network's weights and running statistics: a ← d·a + (1 − d)·w after every step. As in TensorFlow's
/// <c>ExponentialMovingAverage(decay, num_updates)</c> the n-th update, from 0, uses d = min(decay, (1 + n) / (10 + n)), or a short run
/// would end near its initial weights. Counters (<c>num_batches_tracked</c>) are copied.
/// </summary>
public sealed class MovingAverage : ICheckpointed, IDisposable
{
    private const string UpdatesKey = "updates";

    private readonly (string Name, Tensor Weight, Tensor Average)[] _entries;
    private readonly double _decay;
    private long _updates;
    private bool _inUse;

    /// <summary>Starts at a network's present weights.</summary>
    /// <param name="network">The network; its parameters and buffers stay the same objects as long as this lives.</param>
    /// <param name="decay">d in the long run, 0 up to but not including 1.</param>
    public MovingAverage(Module network, double decay)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "Expected a decay from 0 to below 1.");
        _decay = decay;
        using var gradients = no_grad();
        _entries = [.. network.state_dict().Select(entry => (entry.Key, entry.Value, entry.Value.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Takes in the network's weights after a step.</summary>
    public void Update()
    {
        RequireOwnWeights();
        var decay = Math.Min(_decay, (1.0 + _updates) / (10.0 + _updates));
        using var gradients = no_grad();
        foreach (var (_, weight, average) in _entries)
        {
            if (average.is_floating_point())
                average.mul_(decay).add_(weight, 1 - decay);
            else
                average.copy_(weight);
        }
        _updates++;
    }

    /// <summary>Puts the averages into the network, to be evaluated or saved, until the result is disposed.</summary>
    /// <returns>Gives the network its own weights back, bit for bit.</returns>
    public IDisposable Use()
    {
        RequireOwnWeights();
        Swap();
        _inUse = true;
        return new Usage(this);
    }

    /// <inheritdoc/>
    public StateDict SaveState()
    {
        RequireOwnWeights();
        return new StateDict([.. TensorState.Save(Averages), NamedTensor.FromInt64s(UpdatesKey, [], [_updates])]);
    }

    /// <inheritdoc/>
    public void LoadState(StateDict state, string origin)
    {
        ArgumentNullException.ThrowIfNull(state);
        RequireOwnWeights();
        using var updates = tensor(0L);
        TensorState.Load([.. Averages, (UpdatesKey, updates)], state, origin);
        _updates = updates.item<long>();
    }

    /// <summary>Frees the averages.</summary>
    public void Dispose()
    {
        foreach (var entry in _entries)
            entry.Average.Dispose();
    }

    private IEnumerable<(string Name, Tensor Tensor)> Averages => _entries.Select(entry => (entry.Name, entry.Average));

    private void Swap()
    {
        using var gradients = no_grad();
        foreach (var (_, weight, average) in _entries)
        {
            using var own = weight.clone();
            weight.copy_(average);
            average.copy_(own);
        }
    }

    private void RequireOwnWeights()
    {
        if (_inUse)
            throw new InvalidOperationException("The network has the averages in place of its own weights; dispose what Use returned first.");
    }

    private sealed class Usage(MovingAverage owner) : IDisposable
    {
        public void Dispose()
        {
            if (!owner._inUse)
                return;
            owner.Swap();
            owner._inUse = false;
        }
    }
}
