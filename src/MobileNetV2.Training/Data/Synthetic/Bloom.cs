using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>The petals of one bloom, painted from the top whorl down.</summary>
/// <param name="placement">Where it stands.</param>
/// <param name="whorls">From top to bottom.</param>
/// <param name="light">The direction the light comes from, in the bloom's plane, shorter when it is softer.</param>
/// <param name="pixelSide">Of the picture it is painted into.</param>
internal sealed class Bloom(Placement placement, Whorl[] whorls, Vector2 light, float pixelSide) : IBrush
{
    // How far, in petal lengths, a petal darkens what lies under its edge, and how much.
    private const float ShadowReach = 0.09f;
    private const float ShadowDepth = 0.45f;

    private readonly Vector2[] _rises = [.. whorls.Select(whorl => placement.LocalRise(whorl.Height))];
    private readonly float _pixel = pixelSide / placement.Radius;

    public float Reach => whorls.Max(whorl => whorl.Reach) * placement.Radius * 1.15f;

    public void PaintOn(Canvas canvas) => canvas.Paint(this, placement.Centre, Reach);

    public Vector4 At(Vector2 point)
    {
        var local = placement.ToLocal(point);
        var colour = Vector3.Zero;
        var (uncovered, light) = (1f, 1f);
        for (var i = 0; i < whorls.Length && uncovered > 0.01f; i++)
        {
            var whorl = whorls[i];
            var onWhorl = local - _rises[i];
            if (onWhorl.LengthSquared() < whorl.Reach * whorl.Reach)
                AddWhorl(whorl, onWhorl, ref colour, ref uncovered, ref light);
        }

        var covered = 1 - uncovered;
        return covered > 0 ? new Vector4(colour / covered, covered) : Vector4.Zero;
    }

    private void AddWhorl(Whorl whorl, Vector2 point, ref Vector3 colour, ref float uncovered, ref float exposure)
    {
        foreach (var index in whorl.Candidates(point))
        {
            ref readonly var petal = ref whorl[index];
            var (u, v) = petal.Coordinates(point);
            var inside = whorl.Outline.Inside(u, v, petal.HalfWidth);
            var coverage = Math.Clamp((inside * petal.Length / _pixel) + 0.5f, 0, 1);
            if (coverage > 0)
            {
                var across = Math.Clamp(v / ((petal.HalfWidth * whorl.Outline.HalfWidth(u)) + 1e-4f), -1, 1);
                var shade = petal.Shading(u, across, light) * exposure;
                colour += whorl.Paint.At(MathF.Sqrt((u * u) + (v * v)), across, inside) * (shade * coverage * uncovered);
                uncovered *= 1 - coverage;
                if (uncovered < 0.01f)
                    return;
            }
            else if (inside > -ShadowReach && u > 0)
            {
                exposure = MathF.Min(exposure, 1 - (ShadowDepth * (1 + (inside / ShadowReach))));
            }
        }
    }
}
