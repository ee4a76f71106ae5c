using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Kernels;

/// <summary>TensorFlow's RMSprop: v ← ρv + (1 − ρ)g², b ← μb + lr·g / √(v + ε), p ← p − b. The first state is v, the second b.</summary>
/// <param name="learningRate">lr.</param>
/// <param name="momentum">μ.</param>
/// <param name="decay">ρ.</param>
/// <param name="epsilon">ε.</param>
public readonly struct RMSpropTensorFlowRule(double learningRate, double momentum, double decay, double epsilon) : IUpdateRule
{
    private readonly float learningRate = (float)learningRate;
    private readonly float momentum = (float)momentum;
    private readonly float decay = (float)decay;
    private readonly float newShare = (float)(1 - decay);
    private readonly float epsilon = (float)epsilon;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(Vector<float> gradient, ref Vector<float> parameter, ref Vector<float> first, ref Vector<float> second)
    {
        first = first * decay + gradient * gradient * newShare;
        second = second * momentum + gradient * learningRate / Vector.SquareRoot(first + new Vector<float>(epsilon));
        parameter -= second;
    }
}
