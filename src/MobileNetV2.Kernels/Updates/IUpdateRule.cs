using System.Numerics;

namespace MobileNets.Kernels;

/// <summary>An optimiser's arithmetic for a few numbers at a time.</summary>
/// <remarks>
/// Rules multiply, add, divide and take roots, each rounded on its own: the bits depend neither on the width of the vectors nor on how the
/// numbers are dealt out.
/// </remarks>
public interface IUpdateRule
{
    /// <summary>One step of each lane.</summary>
    /// <param name="gradient">The gradient, weight decay included.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="first">The first state; zero where there is none.</param>
    /// <param name="second">The second state; zero where there is none.</param>
    void Apply(Vector<float> gradient, ref Vector<float> parameter, ref Vector<float> first, ref Vector<float> second);
}
