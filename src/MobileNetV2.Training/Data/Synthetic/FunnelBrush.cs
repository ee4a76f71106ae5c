using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Petals grown together into a funnel: one lobed rim around a deep throat.</summary>
/// <param name="placement">Where it stands.</param>
/// <param name="paint">Its colours, along the way from throat to rim.</param>
/// <param name="lobes">Petals that have grown together.</param>
/// <param name="lobeDepth">How far the rim draws in between them, relative to the radius.</param>
/// <param name="light">As for <see cref="Bloom"/>.</param>
/// <param name="pixelSide">Of the picture it is painted into.</param>
internal sealed class FunnelBrush(
    Placement placement, PetalPaint paint, int lobes, float lobeDepth, Vector2 light, float pixelSide) : IBrush
{
    private readonly float _pixel = pixelSide / placement.Radius;

    public void PaintOn(Canvas canvas) => canvas.Paint(this, placement.Centre, placement.Radius * 1.1f);

    public Vector4 At(Vector2 point)
    {
        var local = placement.ToLocal(point);
        var distance = local.Length();
        if (distance > 1.1f)
            return Vector4.Zero;

        // The phase within a lobe: 0 at its middle, ±1 at the seams.
        var phase = MathF.IEEERemainder(MathF.Atan2(local.Y, local.X) * lobes / MathF.Tau, 1) * 2;
        var rim = 1 - (lobeDepth * MathF.Pow(MathF.Abs(phase), 1.6f));
        var coverage = Math.Clamp(((rim - distance) / _pixel) + 0.5f, 0, 1);
        if (coverage <= 0)
            return Vector4.Zero;

        // Seen from above the throat is narrow: u runs through it quickly. Light falls on the far wall.
        var u = distance / rim;
        var wall = Vector2.Dot(local, light) / (distance + 0.05f);
        var shade = (1 - (wall * 0.5f * (1 - u))) * (0.35f + (0.65f * Noise.Step(0, 0.35f, u)));
        var seam = 1 - (0.25f * Noise.Step(0.75f, 1, MathF.Abs(phase)) * Noise.Step(0.3f, 0.8f, u));
        return new Vector4(paint.At(u, phase, rim - distance) * (shade * seam), coverage);
    }
}
