using System.Numerics;
using System.Runtime.CompilerServices;

namespace MobileNets.Kernels;

/// <summary>
/// PyTorch's stochastic gradient descent: b ← μb + g, p ← p − lr·b, where Nesterov's follows g + μb instead of b. The first state is b; without
/// it the momentum has to be 0.
/// </summary>
/// <param name="learningRate">lr.</param>
/// <param name="momentum">μ.</param>
/// <param name="nesterov">Whether to look ahead.</param>
public readonly struct SgdRule(double learningRate, double momentum, bool nesterov) : IUpdateRule
{
    private readonly float learningRate = (float)learningRate;
    private readonly float momentum = (float)momentum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(Vector<float> gradient, ref Vector<float> parameter, ref Vector<float> first, ref Vector<float> second)
    {
        first = first * momentum + gradient;
        parameter -= (nesterov ? gradient + first * momentum : first) * learningRate;
    }
}
