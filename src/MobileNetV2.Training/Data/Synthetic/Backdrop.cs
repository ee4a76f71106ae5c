using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Paints what lies behind the plant, out of focus; nothing in it depends on the species.</summary>
internal static class Backdrop
{
    private delegate void Painter(Canvas canvas, SeededRandom random);

    private static readonly Painter[] Painters = [Sky, Foliage, Foliage, Grass, Soil, Lights, Studio, Meadow];

    /// <summary>Fills the canvas with a random backdrop.</summary>
    public static void Paint(Canvas canvas, SeededRandom random)
    {
        // Painted coarsely and stretched: the coarser, the further out of focus.
        var coarse = new Canvas(Math.Min(canvas.Size, 24 + random.Below(140)));
        random.Pick<Painter>(Painters)(coarse, random);
        coarse.Blur(0.25f, 1 + random.Below(3));
        canvas.Stretch(coarse);
    }

    private static void Sky(Canvas canvas, SeededRandom random)
    {
        var zenith = new Vector3(random.Between(0.2f, 0.6f), random.Between(0.4f, 0.7f), random.Between(0.6f, 0.95f));
        var haze = new Vector3(0.95f, random.Between(0.7f, 0.95f), random.Between(0.6f, 0.98f));
        var horizon = Vector3.Lerp(zenith, haze, random.Between(0.3f, 0.8f));
        canvas.Fill(new Texture(zenith, horizon, 0.1f, new Vector2(2), 2, (uint)random.NextBits()));
        canvas.Fill(new Clouds(random.Between(0.35f, 0.7f), (uint)random.NextBits()));
    }

    private static void Foliage(Canvas canvas, SeededRandom random)
    {
        var green = Green(random);
        canvas.Fill(new Texture(green * 0.5f, green * 0.3f, 0.35f, new Vector2(7), 3, (uint)random.NextBits()));
        var leaves = new LeafPainter(canvas, random.Between(0, MathF.Tau), random);
        var style = (LeafStyle)random.Below(Enum.GetValues<LeafStyle>().Length);
        for (var i = 0; i < 26; i++)
        {
            var foot = new Vector2(0.5f) + random.Offset(0.6f);
            leaves.Leaf(style, foot, random.Between(0, MathF.Tau), random.Between(0.15f, 0.4f), green * random.Between(0.5f, 1.25f));
        }
    }

    private static void Grass(Canvas canvas, SeededRandom random)
    {
        var green = Green(random);
        canvas.Fill(new Texture(green * 0.7f, green * 0.35f, 0.3f, new Vector2(9, 3), 3, (uint)random.NextBits()));
        for (var i = 0; i < 90; i++)
        {
            var foot = new Vector2(random.NextSingle(), random.Between(0.5f, 1.2f));
            var tip = foot + new Vector2(random.Between(-0.2f, 0.2f), random.Between(-0.6f, -0.25f));
            var colour = FlowerColours.Vary(green, 0.1f, random) * random.Between(0.6f, 1.3f);
            Stroke.Paint(canvas, foot, tip, random.Between(0.006f, 0.014f), 0.002f, colour * 0.7f, colour);
        }
    }

    private static void Soil(Canvas canvas, SeededRandom random)
    {
        var (loam, gravel) = (new Vector3(0.42f, 0.3f, 0.2f), new Vector3(0.6f, 0.57f, 0.54f));
        var earth = Vector3.Lerp(loam, gravel, random.NextSingle()) * random.Between(0.6f, 1.2f);
        canvas.Fill(new Texture(earth, earth * 0.75f, 0.6f, new Vector2(12), 4, (uint)random.NextBits()));
        for (var i = 0; i < 60; i++)
        {
            var colour = FlowerColours.Vary(earth, 0.08f, random) * random.Between(0.7f, 1.4f);
            Dot.Paint(canvas, new Vector2(random.NextSingle(), random.NextSingle()), random.Between(0.008f, 0.035f), colour, 0.7f);
        }
    }

    private static void Lights(Canvas canvas, SeededRandom random)
    {
        var ground = Vector3.Lerp(Green(random) * 0.5f, AnyColour(random) * 0.5f, random.NextSingle());
        canvas.Fill(new Texture(ground, ground * random.Between(0.3f, 1.2f), 0.25f, new Vector2(3), 2, (uint)random.NextBits()));
        for (var i = 0; i < 24; i++)
        {
            var place = new Vector2(random.NextSingle(), random.NextSingle());
            var colour = Vector3.Lerp(AnyColour(random), Vector3.One, random.Between(0, 0.5f));
            Dot.Paint(canvas, place, random.Between(0.03f, 0.13f), colour, softness: 0.15f, opacity: random.Between(0.1f, 0.5f));
        }
    }

    private static void Studio(Canvas canvas, SeededRandom random)
    {
        var colour = random.Chance(0.4f) ? new Vector3(random.Between(0.03f, 0.95f)) : AnyColour(random);
        canvas.Fill(new Texture(colour, colour * random.Between(0.4f, 1.1f), 0.06f, new Vector2(2), 2, (uint)random.NextBits()));
    }

    /// <summary>Other flowers, far out of focus, in any colour.</summary>
    private static void Meadow(Canvas canvas, SeededRandom random)
    {
        Grass(canvas, random);
        Vector3[] hues = [AnyColour(random), AnyColour(random)];
        for (var i = 0; i < 30; i++)
        {
            var place = new Vector2(random.NextSingle(), random.NextSingle());
            var colour = random.Pick<Vector3>(hues) * random.Between(0.7f, 1.1f);
            Dot.Paint(canvas, place, random.Between(0.02f, 0.07f), colour, roundness: 0.5f, softness: 0.4f, opacity: 0.85f);
        }
    }

    private static Vector3 Green(SeededRandom random)
        => new Vector3(random.Between(0.2f, 0.5f), random.Between(0.4f, 0.62f), random.Between(0.12f, 0.35f)) * random.Between(0.7f, 1.2f);

    private static Vector3 AnyColour(SeededRandom random)
        => new(random.Between(0.1f, 0.95f), random.Between(0.1f, 0.95f), random.Between(0.1f, 0.95f));

    /// <summary>A vertical gradient with noise in its brightness.</summary>
    private readonly struct Texture(Vector3 top, Vector3 bottom, float depth, Vector2 frequency, int octaves, uint seed) : IBrush
    {
        public Vector4 At(Vector2 point)
        {
            var brightness = 1 + (depth * ((2 * Noise.Fractal(point * frequency, seed, octaves)) - 1) * 1.6f);
            return new Vector4(Vector3.Lerp(top, bottom, point.Y) * brightness, 1);
        }
    }

    private readonly struct Clouds(float density, uint seed) : IBrush
    {
        public Vector4 At(Vector2 point)
            => new(new Vector3(0.97f), 0.8f * Noise.Step(1 - density, 1.25f - density, Noise.Fractal(point * new Vector2(3, 5), seed, 4)));
    }
}
