namespace MobileNets.Kernels.Tests;

/// <summary>Integers between canaries.</summary>
internal sealed class GuardedIntegers : Guarded<short>
{
    public GuardedIntegers(int length, Func<int, short> value)
        : base(length, value)
    {
    }

    public GuardedIntegers(int length, Random random, int least, int most)
        : base(length, _ => (short)random.Next(least, most + 1))
    {
    }
}
