using System.Diagnostics;
using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>The colours of one picture's petals and how the species lays them out.</summary>
/// <param name="Pattern">The layout.</param>
/// <param name="Base">The colour at the petal's base.</param>
/// <param name="Tip">The colour at its tip.</param>
/// <param name="Accent">The colour of the pattern.</param>
/// <param name="Seed">Places spots.</param>
internal sealed record PetalPaint(PetalPattern Pattern, Vector3 Base, Vector3 Tip, Vector3 Accent, uint Seed)
{
    /// <summary>The colour at a point of a petal.</summary>
    /// <param name="u">The distance from its base, in petal lengths.</param>
    /// <param name="across">The place across it, −1 to 1 from edge to edge.</param>
    /// <param name="inside">The distance to the edge in petal lengths.</param>
    public Vector3 At(float u, float across, float inside)
    {
        var colour = Vector3.Lerp(Base, Tip, Noise.Step(0.1f, 0.9f, u));
        colour = Vector3.Lerp(colour, Accent, Accentuation(u, across, inside));

        // Every petal has a fold along its middle and faint lengthwise fibres.
        var fold = 1 - (0.12f * MathF.Max(0, 1 - MathF.Abs(across * 7)));
        return colour * (fold + (0.035f * MathF.Sin((across * 26) + (u * 3))));
    }

    private float Accentuation(float u, float across, float inside) => Pattern switch
    {
        PetalPattern.Plain => 0,
        PetalPattern.Veins => 0.85f * Noise.Step(0.55f, 0.95f, MathF.Abs(MathF.Cos(across * 10))) * (1 - (0.5f * u)),
        PetalPattern.Edge => 1 - Noise.Step(0.03f, 0.09f, inside),
        PetalPattern.Spots => Spot(u, across),
        PetalPattern.Throat => 1 - Noise.Step(0.22f, 0.52f, u),
        PetalPattern.Stripe => 1 - Noise.Step(0.18f, 0.34f, MathF.Abs(across)),
        PetalPattern.Zone => Noise.Step(0.36f, 0.42f, u) * (1 - Noise.Step(0.56f, 0.62f, u)),
        PetalPattern.Tips => Noise.Step(0.6f, 0.74f, u),
        PetalPattern.Blotch => 1 - Noise.Step(0.75f, 1, MathF.Sqrt(((u - 0.3f) * (u - 0.3f) * 12) + (across * across * 1.6f))),
        _ => throw new UnreachableException(),
    };

    private float Spot(float u, float across)
    {
        var (x, y) = (u * 9, (across * 2.4f) + 20);
        var (cellX, cellY) = ((int)x, (int)y);
        var size = 0.28f + (0.18f * Noise.Hash(cellX, cellY, Seed));
        var centre = new Vector2(
            cellX + 0.35f + (0.3f * Noise.Hash(cellX, cellY, Seed + 1)),
            cellY + 0.35f + (0.3f * Noise.Hash(cellX, cellY, Seed + 2)));
        var spot = 1 - Noise.Step(size * 0.7f, size, Vector2.Distance(new Vector2(x, y), centre));
        return u is > 0.15f and < 0.8f ? spot : 0;
    }
}
