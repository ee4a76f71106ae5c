using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Kernels;

/// <summary>
/// PyTorch's RMSprop: v ← αv + (1 − α)g², b ← μb + g / (√v + ε), p ← p − lr·b. The first state is v, the second b; without a second one the
/// momentum has to be 0.
/// </summary>
/// <param name="learningRate">lr.</param>
/// <param name="momentum">μ.</param>
/// <param name="alpha">α.</param>
/// <param name="epsilon">ε.</param>
public readonly struct RMSpropRule(double learningRate, double momentum, double alpha, double epsilon) : IUpdateRule
{
    private readonly float learningRate = (float)learningRate;
    private readonly float momentum = (float)momentum;
    private readonly float alpha = (float)alpha;
    private readonly float newShare = (float)(1 - alpha);
    private readonly float epsilon = (float)epsilon;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(Vector<float> gradient, ref Vector<float> parameter, ref Vector<float> first, ref Vector<float> second)
    {
        first = first * alpha + gradient * gradient * newShare;
        second = second * momentum + gradient / (Vector.SquareRoot(first) + new Vector<float>(epsilon));
        parameter -= second * learningRate;
    }
}
