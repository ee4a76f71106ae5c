using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>A round spot: flat, or lit like a ball from the upper left.</summary>
/// <param name="centre">In the picture.</param>
/// <param name="radius">In picture sides.</param>
/// <param name="colour">Its colour.</param>
/// <param name="roundness">0 for a flat disc, 1 for a ball.</param>
/// <param name="softness">How wide its edge is, relative to the radius; at least a pixel.</param>
/// <param name="opacity">At its middle.</param>
/// <param name="pixelSide">Of the picture it is painted into.</param>
internal readonly struct Dot(
    Vector2 centre, float radius, Vector3 colour, float roundness, float softness, float opacity, float pixelSide) : IBrush
{
    private readonly float _edge = MathF.Max(softness * radius, pixelSide);

    public static void Paint(
        Canvas canvas, Vector2 centre, float radius, Vector3 colour, float roundness = 0, float softness = 0, float opacity = 1)
        => canvas.Paint(
            new Dot(centre, radius, colour, roundness, softness, opacity, canvas.PixelSide),
            centre,
            radius + MathF.Max(softness * radius, canvas.PixelSide));

    public Vector4 At(Vector2 point)
    {
        var offset = point - centre;
        var coverage = Math.Clamp(((radius - offset.Length()) / _edge) + 0.5f, 0, 1);
        var ball = 1 - (roundness * 0.45f * (offset.X + offset.Y + (offset.Length() * 0.5f)) / radius);
        return new Vector4(colour * ball, coverage * opacity);
    }
}
