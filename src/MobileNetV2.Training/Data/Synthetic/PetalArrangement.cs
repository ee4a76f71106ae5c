using System.Diagnostics;

namespace MobileNets.Training.Data;

/// <summary>Where the petals of each <see cref="FlowerForm"/> sit, with the small irregularities of every single bloom.</summary>
internal static class PetalArrangement
{
    /// <summary>The whorls of one bloom, from top to bottom.</summary>
    public static Whorl[] Of(FlowerSpecies species, PetalPaint paint, FlowerColours colours, SeededRandom random)
    {
        var outline = PetalOutline.Of(species.Shape);
        var lip = paint with { Base = colours.Accent, Tip = colours.Petal, Pattern = PetalPattern.Spots };
        return species.Form switch
        {
            FlowerForm.Radial =>
                [.. Enumerable.Range(0, species.Whorls).Reverse().Select(level => Ring(species, outline, paint, level, random))],
            FlowerForm.Pansy =>
            [
                Petals(0.03f, (270, 0.88f, 0.62f)),
                Petals(0.02f, (195, 0.86f, 0.5f), (345, 0.86f, 0.5f)),
                Petals(0, (68, 1, 0.52f), (112, 1, 0.52f)),
            ],
            FlowerForm.Orchid =>
            [
                new Whorl(PetalOutline.Of(PetalShape.Frilled), lip, 0.08f, Jitter([(270, 0.72f, 0.46f)], 0, random)),
                Petals(0.03f, (12, 0.95f, 0.45f), (168, 0.95f, 0.45f)),
                Petals(0, (90, 1, 0.2f), (218, 1, 0.2f), (322, 1, 0.2f)),
            ],
            FlowerForm.Iris =>
            [
                Petals(0.05f, (270, 0.98f, 0.36f), (208, 0.92f, 0.32f), (332, 0.92f, 0.32f)),
                Petals(0, (90, 0.95f, 0.36f), (58, 0.85f, 0.28f), (122, 0.85f, 0.28f)),
            ],
            FlowerForm.Lipped =>
            [
                new Whorl(outline, lip, 0.05f, Jitter([(270, 0.95f, 0.34f), (222, 0.72f, 0.36f), (318, 0.72f, 0.36f)], 0, random)),
                Petals(0, (74, 0.8f, 0.5f), (106, 0.8f, 0.5f)),
            ],
            FlowerForm.Spathe => [Petals(0, (90, 1.9f, 0.36f * species.Width))],
            FlowerForm.Cup or FlowerForm.Bell => [Petals(0, Fan(species, 90, 30, 1.75f, 0.27f))],
            FlowerForm.Skirt => [Petals(0, Fan(species, 270, 78, 1, 0.1f))],
            _ => throw new UnreachableException(),
        };

        Whorl Petals(float height, params ReadOnlySpan<(float Degrees, float Length, float HalfWidth)> petals)
            => new(outline, paint, height, Jitter(petals, species.Bend, random));
    }

    private static Whorl Ring(FlowerSpecies species, PetalOutline outline, PetalPaint paint, int level, SeededRandom random)
    {
        var spacing = MathF.Tau / species.Petals;
        var length = MathF.Pow(species.WhorlScale, level);

        // Half the gap between neighbours where they are widest; few petals would be broader than long.
        var touching = outline.WidestAt * MathF.Tan(MathF.Min(spacing / 2, 0.75f));
        var petals = new Petal[species.Petals];
        for (var i = 0; i < petals.Length; i++)
        {
            petals[i] = new Petal(
                ((i + (level * 0.5f) + random.Between(-0.09f, 0.09f)) * spacing) + (level * 0.11f),
                length * random.Between(0.93f, 1),
                touching * species.Width * random.Between(0.92f, 1.08f),
                species.Bend + random.Between(-0.03f, 0.03f),
                random.Between(0.93f, 1.07f) - (0.06f * level / species.Whorls));
        }

        return new Whorl(outline, paint, 0.3f * level / species.Whorls, petals);
    }

    /// <summary>Petals spread evenly about an axis, the middle ones on top.</summary>
    private static (float Degrees, float Length, float HalfWidth)[] Fan(
        FlowerSpecies species, float axis, float spread, float length, float halfWidth)
    {
        var middle = (species.Petals - 1) / 2f;
        return [.. Enumerable.Range(0, species.Petals)
            .Select(i => (i - middle) / MathF.Max(middle, 1))
            .OrderBy(MathF.Abs)
            .Select(side => (axis - (spread * side), length * (1 - (0.06f * side * side)), halfWidth * species.Width))];
    }

    /// <param name="petals">Direction in degrees, length and half-width relative to the length.</param>
    /// <param name="bend">Outwards, away from the upright axis.</param>
    /// <param name="random">Draws the irregularities.</param>
    private static Petal[] Jitter(ReadOnlySpan<(float Degrees, float Length, float HalfWidth)> petals, float bend, SeededRandom random)
    {
        var jittered = new Petal[petals.Length];
        for (var i = 0; i < petals.Length; i++)
        {
            var (degrees, length, halfWidth) = petals[i];
            var outwards = MathF.Abs(degrees - 90) < 1 ? 0 : MathF.CopySign(1, degrees - 90);
            jittered[i] = new Petal(
                float.DegreesToRadians(degrees + random.Between(-4, 4)),
                length * random.Between(0.94f, 1.04f),
                halfWidth * random.Between(0.92f, 1.08f),
                bend * outwards,
                random.Between(0.92f, 1.06f));
        }

        return jittered;
    }
}
