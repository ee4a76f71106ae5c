using MobileNets.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>
/// What the optimisers share: weight decay as an L2 penalty on the gradient, and for each parameter some tensors of its shape as state,
/// saved under names like <c>square_avg.features.0.0.weight</c>.
/// </summary>
public abstract class ParameterOptimizer : ICheckpointed, IDisposable
{
    private readonly Slot[] _slots;

    /// <summary>Makes the state of every parameter.</summary>
    /// <param name="parameters">The parameters, with names of their own.</param>
    /// <param name="buffers">For each tensor of a parameter's state its name and the value that fills it before the first step.</param>
    private protected ParameterOptimizer(IEnumerable<TrainedParameter> parameters, params (string Name, double Value)[] buffers)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var gradients = no_grad();
        _slots = [.. parameters.Select(trained => new Slot(
            trained,
            [.. buffers.Select(buffer => ($"{buffer.Name}.{trained.Name}", full_like(trained.Parameter, buffer.Value).DetachFromDisposeScope()))]))];
    }

    /// <summary>Makes the optimiser that the options name.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="options">The kind of optimiser and its numbers.</param>
    /// <returns>The optimiser, which the caller disposes.</returns>
    public static ParameterOptimizer Create(IEnumerable<TrainedParameter> parameters, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Optimizer switch
        {
            OptimizerKind.RMSprop => new RMSprop(parameters, options.Momentum, options.Alpha ?? RMSprop.DefaultAlpha, options.Epsilon ?? RMSprop.DefaultEpsilon),
            OptimizerKind.RMSpropTensorFlow => new RMSpropTensorFlow(
                parameters, options.Momentum, options.Alpha ?? RMSpropTensorFlow.DefaultDecay, options.Epsilon ?? RMSpropTensorFlow.DefaultEpsilon),
            _ => new Sgd(parameters, options.Momentum, options.Nesterov),
        };
    }

    /// <summary>One update. Parameters without a gradient stay as they are.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(double learningRate)
    {
        using var gradients = no_grad();
        foreach (var (trained, state) in _slots)
        {
            using var scope = NewDisposeScope();
            if (trained.Parameter.grad is not { } gradient)
                continue;
            if (trained.WeightDecay != 0)
                gradient = gradient.add(trained.Parameter, trained.WeightDecay);
            Update(trained.Parameter, gradient, state, learningRate);
        }
    }

    /// <inheritdoc/>
    public StateDict SaveState() => TensorState.Save(State);

    /// <inheritdoc/>
    public void LoadState(StateDict state, string origin)
    {
        ArgumentNullException.ThrowIfNull(state);
        TensorState.Load([.. State], state, origin);
    }

    /// <summary>Frees the state.</summary>
    public void Dispose()
    {
        foreach (var (_, tensor) in State)
            tensor.Dispose();
    }

    private IEnumerable<(string Name, Tensor Tensor)> State => _slots.SelectMany(slot => slot.State);

    /// <summary>Updates one parameter, without gradients and in a dispose scope of its own.</summary>
    /// <param name="parameter">The parameter to change.</param>
    /// <param name="gradient">Its gradient with the weight decay; not to be changed.</param>
    /// <param name="state">The tensors of its state, to be changed, in the constructor's order.</param>
    /// <param name="learningRate">The learning rate.</param>
    private protected abstract void Update(Parameter parameter, Tensor gradient, (string Name, Tensor Tensor)[] state, double learningRate);

    private protected static double Share(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to below 1.");

    private sealed record Slot(TrainedParameter Trained, (string Name, Tensor Tensor)[] State);
}
