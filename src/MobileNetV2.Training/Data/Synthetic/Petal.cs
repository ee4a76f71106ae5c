using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>One petal, in the plane of its bloom.</summary>
/// <param name="Angle">The direction of its axis, in radians.</param>
/// <param name="Length">From the bloom's middle to the tip, in bloom radii.</param>
/// <param name="HalfWidth">Where it is widest, relative to its length.</param>
/// <param name="Bend">How far the tip turns aside, relative to its length.</param>
/// <param name="Tone">Its own brightness, around 1.</param>
internal readonly record struct Petal(float Angle, float Length, float HalfWidth, float Bend, float Tone)
{
    private Vector2 Axis { get; } = new Vector2(MathF.Cos(Angle), MathF.Sin(Angle)) / Length;

    /// <summary>Coordinates along (0 base, 1 tip) and across the petal, in petal lengths.</summary>
    public (float U, float V) Coordinates(Vector2 point)
    {
        var u = Vector2.Dot(point, Axis);
        return (u, (point.Y * Axis.X) - (point.X * Axis.Y) - (Bend * u * u));
    }

    /// <summary>Brightness of a point of the petal, bulging across and arching along, under light from a direction.</summary>
    public float Shading(float u, float across, Vector2 light)
    {
        var along = Vector2.Dot(Axis, light) * Length;
        var sideways = ((light.Y * Axis.X) - (light.X * Axis.Y)) * Length;
        return Tone * (1 + (sideways * across * 0.5f) + (along * (u - 0.45f) * 0.8f));
    }
}
