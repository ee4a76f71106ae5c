using MobileNets.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>
/// RMSprop in TensorFlow's form, with which MobileNetV2 was trained: v ← ρv + (1 − ρ)g², b ← μb + lr·g / √(v + ε), p ← p − b. v starts at
/// one, and a change of the learning rate reaches the momentum only gradually. (<c>tf.compat.v1.train.RMSPropOptimizer</c>.)
/// </summary>
public sealed class RMSpropTensorFlow : ParameterOptimizer
{
    internal const double DefaultDecay = 0.9;
    internal const double DefaultEpsilon = 1;

    private readonly double _momentum;
    private readonly double _decay;
    private readonly double _epsilon;

    /// <summary>Makes the optimiser; its state is <c>square_avg</c> and <c>momentum_buffer</c>.</summary>
    /// <param name="parameters">What it updates.</param>
    /// <param name="momentum">μ, 0 or more and below 1.</param>
    /// <param name="decay">ρ, the decay of the mean square, 0 or more and below 1.</param>
    /// <param name="epsilon">ε, inside the root, 0 or more; the paper's networks were trained with 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RMSpropTensorFlow(IEnumerable<TrainedParameter> parameters, double momentum = 0.9, double decay = DefaultDecay, double epsilon = DefaultEpsilon)
        : base(parameters, ("square_avg", 1), ("momentum_buffer", 0))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        _momentum = Share(momentum, nameof(momentum));
        _decay = Share(decay, nameof(decay));
        _epsilon = epsilon;
    }

    private protected override void Update(IReadOnlyList<UpdateCall> calls, WorkerTeam team, double learningRate) =>
        new ParameterUpdate<RMSpropTensorFlowRule>(calls, new RMSpropTensorFlowRule(learningRate, _momentum, _decay, _epsilon)).Run(team);

    private protected override void Update(Parameter parameter, Tensor gradient, (string Name, Tensor Tensor)[] state, double learningRate)
    {
        var square = state[0].Tensor.mul_(_decay).addcmul_(gradient, gradient, 1 - _decay);
        var root = square.add(_epsilon).sqrt_();
        parameter.sub_(state[1].Tensor.mul_(_momentum).addcdiv_(gradient, root, learningRate));
    }
}
