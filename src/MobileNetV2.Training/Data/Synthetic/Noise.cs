using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Value noise on a square lattice.</summary>
internal static class Noise
{
    /// <summary>A hash of a lattice point, uniform in [0, 1).</summary>
    public static float Hash(int x, int y, uint seed)
    {
        var h = seed ^ ((uint)x * 0x8DA6B343) ^ ((uint)y * 0xD8163841);
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return ((h ^ (h >> 15)) >> 8) * (1f / (1 << 24));
    }

    /// <summary>Smooth noise in [0, 1), one cell per unit.</summary>
    public static float Smooth(Vector2 point, uint seed)
    {
        var (x, y) = ((int)MathF.Floor(point.X), (int)MathF.Floor(point.Y));
        var (s, t) = (Ease(point.X - x), Ease(point.Y - y));
        var top = float.Lerp(Hash(x, y, seed), Hash(x + 1, y, seed), s);
        var bottom = float.Lerp(Hash(x, y + 1, seed), Hash(x + 1, y + 1, seed), s);
        return float.Lerp(top, bottom, t);
    }

    /// <summary>Octaves of smooth noise, each twice as fine and half as strong; in [0, 1).</summary>
    public static float Fractal(Vector2 point, uint seed, int octaves)
    {
        var (sum, weight, total) = (0f, 1f, 0f);
        for (var i = 0; i < octaves; i++)
        {
            sum += weight * Smooth(point, seed + (uint)i);
            total += weight;
            weight *= 0.5f;
            point *= 2;
        }

        return sum / total;
    }

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between.</summary>
    public static float Step(float from, float to, float value) => Ease(Math.Clamp((value - from) / (to - from), 0, 1));

    private static float Ease(float t) => t * t * (3 - (2 * t));
}
