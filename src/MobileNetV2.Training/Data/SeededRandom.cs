using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every runtime, unlike <see cref="Random"/>.</summary>
internal sealed class SeededRandom
{
    private ulong _state;

    /// <summary>Starts a stream that any difference in the keys makes independent.</summary>
    public SeededRandom(params ReadOnlySpan<ulong> keys)
    {
        foreach (var key in keys)
            _state = Mix(_state + 0x9E3779B97F4A7C15 + key);
    }

    /// <summary>SplitMix64's finaliser: a well-mixed 64-bit hash.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Between(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>Uniform in [0, <paramref name="exclusiveBound"/>).</summary>
    public int Below(int exclusiveBound) => (int)(((UInt128)NextBits() * (ulong)exclusiveBound) >> 64);

    public bool Chance(float probability) => NextSingle() < probability;

    public T Pick<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    /// <summary>A point uniform in a square around the origin.</summary>
    public Vector2 Offset(float halfSide) => new(Between(-halfSide, halfSide), Between(-halfSide, halfSide));

    /// <summary>Fisher and Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
