using MobileNets.FusedTraining;

namespace MobileNets.Modules;

/// <summary>The activations of a step, held for its backward until the step is forgotten or others need their memory.</summary>
/// <param name="owner">The step; what nobody refers to any more has no backward.</param>
/// <param name="network">What computed them.</param>
/// <param name="pass">The activations.</param>
internal sealed class HeldPass(FusedStep owner, FusedNetwork network, FusedPass pass)
{
    private readonly WeakReference<FusedStep> _owner = new(owner);
    private bool _isDone;

    /// <summary>What computed them.</summary>
    public FusedNetwork Network => network;

    /// <summary>The activations; null once they are given back.</summary>
    public FusedPass? Pass { get; private set; } = pass;

    /// <summary>Keeps the activations for one thread's backward until <see cref="Exit"/>.</summary>
    /// <returns>False where they are given back already.</returns>
    public bool TryEnter()
    {
        Monitor.Enter(_owner);
        if (Pass is not null)
            return true;
        Monitor.Exit(_owner);
        return false;
    }

    /// <summary>A backward is over. There will rarely be another, which then computes the activations again.</summary>
    public void Exit()
    {
        _isDone = true;
        Monitor.Exit(_owner);
    }

    /// <summary>Gives the activations back, unless a backward is still to come or at work.</summary>
    /// <param name="evenIfNeeded">Gives them back whatever is to come.</param>
    /// <returns>Whether they are given back.</returns>
    public bool TryGiveBack(bool evenIfNeeded = false)
    {
        if (evenIfNeeded)
            Monitor.Enter(_owner);
        else if ((!_isDone && _owner.TryGetTarget(out _)) || !Monitor.TryEnter(_owner))
            return false;
        Pass?.Dispose();
        Pass = null;
        Monitor.Exit(_owner);
        return true;
    }
}
