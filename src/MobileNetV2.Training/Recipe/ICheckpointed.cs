using MobileNets.Weights;

namespace MobileNets.Training;

/// <summary>A part of training with state that the next step depends on.</summary>
public interface ICheckpointed
{
    /// <summary>Copies the state out: every tensor, bit for bit, and every number as a scalar tensor.</summary>
    StateDict SaveState();

    /// <summary>Puts a saved state back, so that the next step is the one that would have followed.</summary>
    /// <param name="state">What <see cref="SaveState"/> returned, for the same parameters and options.</param>
    /// <param name="origin">What to call it in complaints.</param>
    /// <exception cref="WeightsFormatException">An entry has another type.</exception>
    /// <exception cref="StateDictMismatchException">The state is that of other parameters or options.</exception>
    void LoadState(StateDict state, string origin);
}
