using System.Diagnostics;
using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Paints leaves and stems.</summary>
internal sealed class LeafPainter(Canvas canvas, float lightAngle, SeededRandom random)
{
    /// <summary>Paints one leaf.</summary>
    /// <param name="style">Its kind.</param>
    /// <param name="foot">Where it is attached.</param>
    /// <param name="angle">The direction it grows in, in radians.</param>
    /// <param name="length">In picture sides.</param>
    /// <param name="colour">Its colour.</param>
    public void Leaf(LeafStyle style, Vector2 foot, float angle, float length, Vector3 colour)
    {
        var tip = foot + (Placement.Direction(angle) * length);
        switch (style)
        {
            case LeafStyle.Pinnate:
                Stroke.Paint(canvas, foot, tip, 0.006f, 0.003f, colour * 0.8f, colour);
                for (var i = 1; i <= 6; i++)
                {
                    var node = Vector2.Lerp(foot, tip, i / 6.5f);
                    Blade(PetalShape.Oval, node, angle + 1.05f, length * 0.3f, 0.28f, colour);
                    Blade(PetalShape.Oval, node, angle - 1.05f, length * 0.3f, 0.28f, colour);
                }

                Blade(PetalShape.Oval, tip, angle, length * 0.3f, 0.28f, colour);
                break;
            case LeafStyle.Palmate:
                for (var i = -2; i <= 2; i++)
                    Blade(PetalShape.Lance, foot, angle + (i * 0.6f), length * (1 - (0.1f * Math.Abs(i))), 0.16f, colour);
                break;
            case LeafStyle.Cordate:
                // Turned around, the notch of the heart is where the stalk joins.
                Blade(PetalShape.Heart, tip, angle + MathF.PI, length, 0.48f, colour);
                break;
            default:
                var (shape, halfWidth) = Outline(style);
                Blade(shape, foot, angle, length, halfWidth, colour);
                break;
        }
    }

    /// <summary>A curved stem, drawn as short strokes along a quadratic curve.</summary>
    public void Stem(Vector2 foot, Vector2 bend, Vector2 top, float thickness, Vector3 colour)
    {
        const int Segments = 8;
        var from = foot;
        for (var i = 1; i <= Segments; i++)
        {
            var to = Along(foot, bend, top, i / (float)Segments);
            Stroke.Paint(canvas, from, to, thickness, thickness * 0.95f, colour * 0.8f, colour * 0.8f);
            from = to;
        }
    }

    /// <summary>A point of the curve that <see cref="Stem"/> draws.</summary>
    public static Vector2 Along(Vector2 foot, Vector2 bend, Vector2 top, float t)
        => Vector2.Lerp(Vector2.Lerp(foot, bend, t), Vector2.Lerp(bend, top, t), t);

    private static (PetalShape Shape, float HalfWidth) Outline(LeafStyle style) => style switch
    {
        LeafStyle.Lanceolate => (PetalShape.Lance, 0.16f),
        LeafStyle.Ovate => (PetalShape.Pointed, 0.3f),
        LeafStyle.Pinnatifid => (PetalShape.Lobed, 0.36f),
        LeafStyle.Dentate => (PetalShape.Frilled, 0.3f),
        LeafStyle.Linear => (PetalShape.Lance, 0.045f),
        _ => throw new UnreachableException(),
    };

    private void Blade(PetalShape shape, Vector2 foot, float angle, float length, float halfWidth, Vector3 colour)
    {
        colour = FlowerColours.Vary(colour, 0.03f, random) * random.Between(0.8f, 1.15f);
        var paint = new PetalPaint(PetalPattern.Veins, colour * 0.85f, colour, colour * 1.25f, 0);
        var petal = new Petal(0, 1, halfWidth, random.Between(-0.2f, 0.2f), 1);
        var placement = new Placement(foot, length, angle);
        var light = new Vector2(MathF.Cos(lightAngle - angle), MathF.Sin(lightAngle - angle)) * 0.8f;
        new Bloom(placement, [new Whorl(PetalOutline.Of(shape), paint, 0, [petal])], light, canvas.PixelSide).PaintOn(canvas);
    }
}
