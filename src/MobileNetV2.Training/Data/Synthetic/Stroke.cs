using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>A tapering round stroke: stems, filaments, grass.</summary>
internal readonly struct Stroke(
    Vector2 from, Vector2 to, float fromRadius, float toRadius, Vector3 fromColour, Vector3 toColour, float pixelSide) : IBrush
{
    private readonly Vector2 _axis = to - from;
    private readonly float _inverseLengthSquared = 1 / MathF.Max((to - from).LengthSquared(), 1e-12f);

    public static void Paint(
        Canvas canvas, Vector2 from, Vector2 to, float fromRadius, float toRadius, Vector3 fromColour, Vector3 toColour)
    {
        var margin = new Vector2(MathF.Max(fromRadius, toRadius) + canvas.PixelSide);
        var stroke = new Stroke(from, to, fromRadius, toRadius, fromColour, toColour, canvas.PixelSide);
        canvas.Paint(stroke, Vector2.Min(from, to) - margin, Vector2.Max(from, to) + margin);
    }

    public Vector4 At(Vector2 point)
    {
        var offset = point - from;
        var t = Math.Clamp(Vector2.Dot(offset, _axis) * _inverseLengthSquared, 0, 1);
        var side = offset - (_axis * t);
        var radius = float.Lerp(fromRadius, toRadius, t);
        var distance = side.Length();
        var coverage = Math.Clamp(((radius - distance) / pixelSide) + 0.5f, 0, 1);

        // Thinner than a pixel: as strong as the share of the pixel it covers.
        coverage *= MathF.Min(1, 2 * radius / pixelSide);
        var lit = 1.05f - (0.35f * MathF.Min(1, distance / (radius + 1e-6f)) * (side.X + side.Y > 0 ? 1 : 0.3f));
        return new Vector4(Vector3.Lerp(fromColour, toColour, t) * lit, coverage);
    }
}
