using MobileNets.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>Stochastic gradient descent in PyTorch's form: b ← μb + g, p ← p − lr·b; Nesterov's follows g + μb instead of b.</summary>
public sealed class Sgd : ParameterOptimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;

    /// <summary>Makes the optimiser; its state is, with momentum, <c>momentum_buffer</c>.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="momentum">μ, 0 or more and below 1.</param>
    /// <param name="nesterov">Whether to look ahead; without momentum it changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is out of its range.</exception>
    public Sgd(IEnumerable<TrainedParameter> parameters, double momentum = 0.9, bool nesterov = false)
        : base(parameters, momentum > 0 ? [("momentum_buffer", 0)] : [])
    {
        _momentum = Share(momentum, nameof(momentum));
        _nesterov = nesterov;
    }

    private protected override void Update(IReadOnlyList<UpdateCall> calls, WorkerTeam team, double learningRate) =>
        new ParameterUpdate<SgdRule>(calls, new SgdRule(learningRate, _momentum, _nesterov)).Run(team);

    private protected override void Update(Parameter parameter, Tensor gradient, (string Name, Tensor Tensor)[] state, double learningRate)
    {
        var direction = gradient;
        if (_momentum > 0)
        {
            var buffer = state[0].Tensor.mul_(_momentum).add_(gradient);
            direction = _nesterov ? gradient.add(buffer, _momentum) : buffer;
        }
        parameter.add_(direction, -learningRate);
    }
}
