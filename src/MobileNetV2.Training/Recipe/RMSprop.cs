using MobileNets.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>
/// RMSprop in PyTorch's form: v ← αv + (1 − α)g², b ← μb + g / (√v + ε), p ← p − lr·b. As v starts at zero, the first update moves every
/// weight by lr / √(1 − α), ten learning rates, whatever its gradient.
/// </summary>
public sealed class RMSprop : ParameterOptimizer
{
    internal const double DefaultAlpha = 0.99;
    internal const double DefaultEpsilon = 1e-8;

    private readonly double _momentum;
    private readonly double _alpha;
    private readonly double _epsilon;

    /// <summary>Makes the optimiser; its state is <c>square_avg</c> and, with momentum, <c>momentum_buffer</c>.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="momentum">μ, 0 or more and below 1.</param>
    /// <param name="alpha">α, the decay of the mean square, 0 or more and below 1.</param>
    /// <param name="epsilon">ε, outside the root, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RMSprop(IEnumerable<TrainedParameter> parameters, double momentum = 0, double alpha = DefaultAlpha, double epsilon = DefaultEpsilon)
        : base(parameters, momentum > 0 ? [("square_avg", 0), ("momentum_buffer", 0)] : [("square_avg", 0)])
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        _momentum = Share(momentum, nameof(momentum));
        _alpha = Share(alpha, nameof(alpha));
        _epsilon = epsilon;
    }

    private protected override void Update(IReadOnlyList<UpdateCall> calls, WorkerTeam team, double learningRate) =>
        new ParameterUpdate<RMSpropRule>(calls, new RMSpropRule(learningRate, _momentum, _alpha, _epsilon)).Run(team);

    private protected override void Update(Parameter parameter, Tensor gradient, (string Name, Tensor Tensor)[] state, double learningRate)
    {
        var square = state[0].Tensor.mul_(_alpha).addcmul_(gradient, gradient, 1 - _alpha);
        var root = square.sqrt().add_(_epsilon);
        if (_momentum > 0)
            parameter.add_(state[1].Tensor.mul_(_momentum).addcdiv_(gradient, root, 1), -learningRate);
        else
            parameter.addcdiv_(gradient, root, -learningRate);
    }
}
