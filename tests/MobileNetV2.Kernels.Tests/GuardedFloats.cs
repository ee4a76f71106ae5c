namespace MobileNets.Kernels.Tests;

/// <summary>Floats between canaries.</summary>
internal sealed class GuardedFloats : Guarded<float>
{
    public GuardedFloats(int length, Func<int, float> value)
        : base(length, value)
    {
    }

    public GuardedFloats(int length, Random random, float scale = 1)
        : base(length, _ => scale * (2 * random.NextSingle() - 1))
    {
    }
}
