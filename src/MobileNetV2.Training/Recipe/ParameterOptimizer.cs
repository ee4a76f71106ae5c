using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MobileNets.Kernels;
using MobileNets.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>
/// What the optimisers share: weight decay as an L2 penalty on the gradient, and for each parameter some tensors of its shape as state,
/// saved under names like <c>square_avg.features.0.0.weight</c>.
/// </summary>
/// <remarks>
/// <see cref="IsFused"/> chooses between one pass over memory and torch's operators. Each gives the same bits every time; they differ from
/// one another by rounding.
/// </remarks>
public abstract class ParameterOptimizer : ICheckpointed, IDisposable
{
    private readonly Slot[] _slots;
    private WorkerTeam? _team;

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

    /// <summary>
    /// Whether one pass over memory updates all parameters that are float32, contiguous and on the CPU, as their gradients and state then
    /// are, on as many threads as torch has at the first step. The others, or with false all, are updated by torch's operators.
    /// </summary>
    /// <value>Default true.</value>
    public bool IsFused { get; set; } = true;

    /// <summary>One update. Parameters without a gradient stay as they are.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(double learningRate)
    {
        using var gradients = no_grad();
        var calls = new List<UpdateCall>(_slots.Length);
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Trained.Parameter.grad is not { } gradient)
                continue;
            if (IsFused && TryCall(slot, gradient, out var call))
                calls.Add(call);
            else
                Update(slot, gradient, learningRate);
        }
        if (calls.Count == 0)
            return;
        OpenMPThreads.Rest();
        Update(calls, _team ??= new WorkerTeam(get_num_threads()), learningRate);
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
        _team?.Dispose();
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

    /// <summary>Updates parameters in one pass over their memory.</summary>
    /// <param name="calls">The parameters, with the constructor's first and second tensor of state as theirs.</param>
    /// <param name="team">The threads.</param>
    /// <param name="learningRate">The learning rate.</param>
    private protected abstract void Update(IReadOnlyList<UpdateCall> calls, WorkerTeam team, double learningRate);

    private protected static double Share(double value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to below 1.");

    private void Update(Slot slot, Tensor gradient, double learningRate)
    {
        var parameter = slot.Trained.Parameter;
        if (slot.Trained.WeightDecay != 0)
            gradient = gradient.add(parameter, slot.Trained.WeightDecay);
        Update(parameter, gradient, slot.State, learningRate);
    }

    private static unsafe bool TryCall(Slot slot, Tensor gradient, out UpdateCall call)
    {
        call = default;
        var (parameter, state) = (slot.Trained.Parameter, slot.State);
        if (parameter.dim() == 0 || !IsPlain(parameter) || !IsPlain(gradient) || !state.All(entry => IsPlain(entry.Tensor)))
            return false;
        // Changes nothing, but tells torch of a change: a backward that still needs the old values throws instead of taking the new.
        parameter.narrow(0, 0, 0).zero_();
        // The parameter keeps its gradient's memory alive.
        call = new UpdateCall
        {
            Parameter = Floats(parameter),
            Gradient = Floats(gradient),
            First = state.Length > 0 ? Floats(state[0].Tensor) : null,
            Second = state.Length > 1 ? Floats(state[1].Tensor) : null,
            Length = (nint)parameter.numel(),
            WeightDecay = (float)slot.Trained.WeightDecay,
        };
        return true;
    }

    private static bool IsPlain(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && tensor.is_contiguous();

    private static unsafe float* Floats(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private sealed record Slot(TrainedParameter Trained, (string Name, Tensor Tensor)[] State);
}
