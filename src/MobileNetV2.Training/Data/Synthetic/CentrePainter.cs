using System.Diagnostics;
using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Paints what stands in the middle of a bloom.</summary>
internal sealed class CentrePainter(Canvas canvas, FlowerSpecies species, FlowerColours colours, SeededRandom random)
{
    private const float GoldenAngle = 2.3999632f;

    public void Paint(Placement bloom)
    {
        var radius = species.CentreSize;
        switch (species.Centre)
        {
            case FlowerCentre.None:
                break;
            case FlowerCentre.Button:
                Disc(bloom, radius, 0.08f, colours.Centre, 0.6f);
                Grains(bloom, 40, radius * 0.85f, _ => 0.1f, radius * 0.12f, colours.Pollen);
                break;
            case FlowerCentre.SeedDisc:
                Disc(bloom, radius, 0.05f, colours.Centre * 0.7f, 0.35f);
                Grains(bloom, 150, radius * 0.97f, _ => 0.06f, radius * 0.075f, colours.Pollen);
                Disc(bloom, radius * 0.35f, 0.06f, colours.Centre * 0.55f, 0.3f);
                break;
            case FlowerCentre.Cone:
                Disc(bloom, radius, 0.1f, colours.Centre * 0.6f, 0.5f);
                Grains(bloom, 90, radius, r => 0.1f + (0.6f * radius * (1 - (r * r))), radius * 0.13f, colours.Centre);
                Grains(bloom, 30, radius * 0.6f, r => 0.15f + (0.6f * radius * (1 - (r * r))), radius * 0.08f, colours.Pollen);
                break;
            case FlowerCentre.Stamens:
                Filaments(bloom, 34, 0.1f, radius, 0.014f, colours.Pollen, 0.035f);
                break;
            case FlowerCentre.LongStamens:
                Filaments(bloom, 6, 0, radius, 0.02f, colours.Centre, 0.06f);
                Rays(bloom, 1, radius * 1.1f, 0.025f, colours.Leaf * 1.4f);
                break;
            case FlowerCentre.Boss:
                Filaments(bloom, 46, 0.4f, radius, 0.012f, colours.Pollen, 0.03f);
                Disc(bloom, radius * 0.42f, 0.12f, colours.Leaf * 1.3f, 0.8f);
                break;
            case FlowerCentre.Corona:
                Corona(bloom, radius);
                break;
            case FlowerCentre.Filaments:
                Filaments(bloom, 72, 0.25f, radius, 0.011f, colours.Accent, 0);
                Disc(bloom, radius * 0.3f, 0.05f, colours.Leaf * 1.3f, 0.6f);
                Rays(bloom, 5, radius * 0.42f, 0.03f, colours.Pollen);
                break;
            case FlowerCentre.Star:
                Disc(bloom, radius * 0.5f, 0.02f, colours.Petal * 0.45f, 0);
                Rays(bloom, 5, radius, 0.045f, colours.Pollen);
                break;
            case FlowerCentre.Eye:
                Disc(bloom, radius, 0, colours.Accent * 0.55f, 0.1f);
                Disc(bloom, radius * 0.45f, 0.02f, colours.Pollen, 0.6f);
                break;
            case FlowerCentre.Spadix:
                Spadix(bloom, radius);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Disc(Placement bloom, float radius, float height, Vector3 colour, float roundness)
        => Dot.Paint(canvas, bloom.ToPicture(Vector2.Zero, height), radius * bloom.Radius, colour, roundness);

    /// <summary>Grains on Vogel's spiral, as in a sunflower, from the rim inwards.</summary>
    private void Grains(Placement bloom, int count, float radius, Func<float, float> height, float size, Vector3 colour)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            var r = MathF.Sqrt((i + 0.5f) / count);
            var (sin, cos) = MathF.SinCos(i * GoldenAngle);
            var tone = random.Between(0.75f, 1.15f);
            Dot.Paint(canvas, bloom.ToPicture(new Vector2(cos, sin) * (r * radius), height(r)), size * bloom.Radius, colour * tone, 0.7f);
        }
    }

    /// <summary>Thin filaments outwards, with an anther at the end of each.</summary>
    private void Filaments(
        Placement bloom, int count, float innerShare, float radius, float thickness, Vector3 antherColour, float antherSize)
    {
        var tipColour = antherSize > 0 ? colours.Tip : antherColour;
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = MathF.SinCos((i + random.Between(-0.3f, 0.3f)) * MathF.Tau / count);
            var reach = radius * (count > 10 && antherSize > 0 ? random.Between(0.45f, 1) : random.Between(0.9f, 1));
            var direction = new Vector2(cos, sin);
            var foot = bloom.ToPicture(direction * (innerShare * radius));
            var tip = bloom.ToPicture(direction * reach, 0.25f);
            var thick = thickness * bloom.Radius;
            Stroke.Paint(canvas, foot, tip, thick, thick * 0.7f, colours.Leaf * 1.5f, tipColour);
            if (antherSize > 0)
                Dot.Paint(canvas, tip, antherSize * bloom.Radius, antherColour * random.Between(0.8f, 1.1f), 0.6f);
        }
    }

    private void Rays(Placement bloom, int count, float length, float thickness, Vector3 colour)
    {
        var turn = random.Between(0, MathF.Tau);
        var middle = bloom.ToPicture(Vector2.Zero, 0.1f);
        for (var i = 0; i < count; i++)
        {
            var (sin, cos) = MathF.SinCos(turn + (i * MathF.Tau / count));
            var tip = bloom.ToPicture(new Vector2(cos, sin) * length, 0.2f);
            Stroke.Paint(canvas, middle, tip, thickness * bloom.Radius, thickness * 0.8f * bloom.Radius, colour * 0.85f, colour);
            Dot.Paint(canvas, tip, thickness * 1.6f * bloom.Radius, colour, 0.6f);
        }
    }

    /// <summary>A daffodil's trumpet: a frilled rim above the petals and a dark throat.</summary>
    private void Corona(Placement bloom, float radius)
    {
        var paint = new PetalPaint(PetalPattern.Edge, colours.Centre * 0.7f, colours.Centre, colours.Pollen, 0);
        var rim = new Placement(bloom.ToPicture(Vector2.Zero, 0.3f), radius * bloom.Radius, random.Between(0, 6));
        Disc(bloom, radius * 0.95f, 0.1f, colours.Centre * 0.6f, 0.3f);
        new FunnelBrush(rim, paint, 9, 0.14f, new Vector2(0.4f, 0.4f), canvas.PixelSide).PaintOn(canvas);
    }

    private void Spadix(Placement bloom, float radius)
    {
        var foot = bloom.ToPicture(new Vector2(0, 0.45f));
        var tip = bloom.ToPicture(new Vector2(random.Between(-0.1f, 0.1f), 1.25f));
        var thick = radius * bloom.Radius;
        Stroke.Paint(canvas, foot, tip, thick * 0.5f, thick * 0.35f, colours.Centre * 0.85f, colours.Centre);
        for (var i = 0; i < 50; i++)
        {
            var place = Vector2.Lerp(foot, tip, random.NextSingle()) + random.Offset(thick * 0.3f);
            Dot.Paint(canvas, place, thick * 0.09f, colours.Pollen * random.Between(0.8f, 1.1f), 0.5f);
        }
    }
}
