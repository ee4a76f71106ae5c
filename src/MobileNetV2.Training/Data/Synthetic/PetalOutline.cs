using System.Diagnostics;

namespace MobileNets.Training.Data;

/// <summary>An outline as half-width over length, tabulated, with what a half-width cannot say: notches and teeth.</summary>
internal sealed class PetalOutline
{
    private const int Steps = 128;

    private static readonly PetalOutline[] All = [.. Enum.GetValues<PetalShape>().Select(Create)];

    private readonly float[] _halfWidth = new float[Steps + 2];
    private readonly float[] _slope = new float[Steps + 2];

    /// <param name="halfWidth">Half-width over the position from base (0) to tip (1), any scale.</param>
    private PetalOutline(Func<float, float> halfWidth)
    {
        for (var i = 0; i <= Steps; i++)
            _halfWidth[i] = halfWidth(i / (float)Steps);
        var widest = _halfWidth.Max();
        WidestAt = Array.IndexOf(_halfWidth, widest) / (float)Steps;
        for (var i = 0; i <= Steps; i++)
            _halfWidth[i] /= widest;
        for (var i = 0; i <= Steps; i++)
            _slope[i] = (_halfWidth[i + 1] - _halfWidth[Math.Max(i - 1, 0)]) * (Steps / 2f);
    }

    /// <summary>Where along the petal it is widest, 0 to 1.</summary>
    public float WidestAt { get; }

    /// <summary>The depth of the cut into the tip, relative to the length.</summary>
    private float Notch { get; init; }

    /// <summary>Teeth at the tip: how many across half the width, and how deep.</summary>
    private (float Count, float Depth) Teeth { get; init; }

    public static PetalOutline Of(PetalShape shape) => All[(int)shape];

    /// <summary>The half-width at a position, 1 where the petal is widest.</summary>
    public float HalfWidth(float u)
    {
        if (u is <= 0 or >= 1)
            return 0;
        var i = (int)(u * Steps);
        return _halfWidth[i] + ((_halfWidth[i + 1] - _halfWidth[i]) * ((u * Steps) - i));
    }

    /// <summary>The distance to the outline in petal lengths, positive inside (to first order).</summary>
    /// <param name="u">Along the petal, 0 at the base, 1 at the tip.</param>
    /// <param name="v">Across it, in petal lengths.</param>
    /// <param name="width">The half-width where it is widest, in petal lengths.</param>
    public float Inside(float u, float v, float width)
    {
        var across = MathF.Abs(v);
        if (Teeth.Depth > 0)
            u += Teeth.Depth * MathF.Abs(MathF.Sin(across / width * Teeth.Count * (MathF.PI / 2)));
        if (u <= 0)
            return -1;

        // Beyond the tip the distance goes on from where it was, or shadows would break off there.
        var slope = _slope[Math.Min((int)(u * Steps), Steps - 1)] * width;
        if (u >= 1)
            return 1 - u - (across / MathF.Sqrt(1 + (slope * slope)));
        var inside = ((HalfWidth(u) * width) - across) / MathF.Sqrt(1 + (slope * slope));
        var cut = u - (1 - Notch);
        return cut > 0 ? MathF.Min(inside, (across - (cut * width * 0.9f)) * 0.8f) : inside;
    }

    private static PetalOutline Create(PetalShape shape) => shape switch
    {
        PetalShape.Round => new(u => Blade(u, 0.62f, 0.35f, 2, 0.5f)),
        PetalShape.Oval => new(u => Blade(u, 0.5f, 0.2f, 2, 0.5f)),
        PetalShape.Pointed => new(u => Blade(u, 0.42f, 0.35f, 1.7f, 1)),
        PetalShape.Lance => new(u => Blade(u, 0.3f, 0.4f, 1.25f, 1)),
        PetalShape.Strap => new(u => Blade(u, 0.55f, 0.55f, 5, 0.5f)),
        PetalShape.Needle => new(u => Blade(u, 0.2f, 0.8f, 3, 0.7f)),
        PetalShape.Teardrop => new(u => Blade(u, 0.75f, 0.08f, 2, 0.5f)),
        PetalShape.Spoon => new(u => MathF.Max(Blade(u, 0.78f, 0, 2, 0.5f) * Smooth((u - 0.45f) / 0.3f), u < 0.75f ? 0.22f : 0)),
        PetalShape.Diamond => new(u => Blade(u, 0.55f, 0.1f, 1, 1)),
        PetalShape.Heart => new(u => Blade(u, 0.68f, 0.12f, 2.2f, 0.5f)) { Notch = 0.26f },
        PetalShape.Notched => new(u => Blade(u, 0.6f, 0.3f, 3, 0.5f)) { Notch = 0.13f },
        PetalShape.Toothed => new(u => Blade(u, 0.7f, 0.25f, 5, 0.5f)) { Teeth = (1.5f, 0.14f) },
        PetalShape.Fringed => new(u => Blade(u, 0.75f, 0.2f, 5, 0.5f)) { Teeth = (5, 0.3f) },
        PetalShape.Frilled => new(u => Blade(u, 0.6f, 0.35f, 2.5f, 0.5f) * (1 + (0.1f * u * MathF.Sin(u * 40)))) { Teeth = (3, 0.07f) },
        PetalShape.Lobed => new(u => Blade(u, 0.4f, 0.3f, 1.7f, 1) * (0.7f + (0.3f * MathF.Abs(MathF.Sin(u * 12))))),
        _ => throw new UnreachableException(),
    };

    /// <summary>Widens from the base to the widest point, then closes as 1 − tᵖ to the power q: q = ½ rounds, q = 1 points.</summary>
    private static float Blade(float u, float widest, float baseWidth, float p, float q) => u < widest
        ? baseWidth + ((1 - baseWidth) * MathF.Sin(u / widest * (MathF.PI / 2)))
        : MathF.Pow(MathF.Max(0, 1 - MathF.Pow((u - widest) / (1 - widest), p)), q);

    private static float Smooth(float t)
    {
        t = Math.Clamp(t, 0, 1);
        return t * t * (3 - (2 * t));
    }
}
