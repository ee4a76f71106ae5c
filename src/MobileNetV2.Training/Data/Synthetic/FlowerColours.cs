using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>The colours of one picture's plant.</summary>
/// <param name="Petal">The petals' main colour.</param>
/// <param name="Tip">The petals' colour towards the tip.</param>
/// <param name="Accent">The pattern on the petals, clearly unlike <paramref name="Petal"/>.</param>
/// <param name="Centre">The middle of the bloom.</param>
/// <param name="Pollen">Anthers and highlights of the middle.</param>
/// <param name="Leaf">Leaves and stems.</param>
internal sealed record FlowerColours(Vector3 Petal, Vector3 Tip, Vector3 Accent, Vector3 Centre, Vector3 Pollen, Vector3 Leaf)
{
    // Colour must not give the species away: each has half of these, and any two species share several.
    private static readonly Vector3[] Petals =
    [
        new(0.95f, 0.94f, 0.92f), // white
        new(0.90f, 0.25f, 0.22f), // scarlet
        new(0.96f, 0.83f, 0.20f), // yellow
        new(0.55f, 0.30f, 0.75f), // violet
        new(0.95f, 0.58f, 0.68f), // pink
        new(0.97f, 0.60f, 0.16f), // orange
        new(0.36f, 0.42f, 0.85f), // blue
        new(0.96f, 0.90f, 0.68f), // cream
        new(0.68f, 0.10f, 0.25f), // crimson
        new(0.76f, 0.66f, 0.90f), // lilac
        new(0.98f, 0.70f, 0.55f), // apricot
        new(0.82f, 0.22f, 0.58f), // magenta
        new(0.60f, 0.74f, 0.93f), // sky blue
        new(0.42f, 0.12f, 0.30f), // maroon
    ];

    private static readonly int[] PaletteSteps = [0, 1, 3, 6, 8, 9, 11];

    private static readonly Vector3[] Accents =
    [
        new(0.97f, 0.95f, 0.90f), // white
        new(0.98f, 0.85f, 0.20f), // yellow
        new(0.35f, 0.08f, 0.40f), // purple
        new(0.60f, 0.05f, 0.15f), // crimson
        new(0.25f, 0.10f, 0.08f), // brown
        new(0.95f, 0.45f, 0.60f), // pink
    ];

    private static readonly Vector3[] Centres =
    [
        new(0.95f, 0.78f, 0.15f), // yellow
        new(0.85f, 0.52f, 0.10f), // orange
        new(0.42f, 0.24f, 0.10f), // brown
        new(0.55f, 0.65f, 0.20f), // green
        new(0.20f, 0.10f, 0.15f), // black
        new(0.90f, 0.88f, 0.70f), // cream
    ];

    /// <summary>Draws the colours of one picture of a species.</summary>
    public static FlowerColours Draw(int speciesIndex, SeededRandom random)
    {
        var petal = Vary(Petals[(speciesIndex + random.Pick<int>(PaletteSteps)) % Petals.Length], 0.08f, random);
        var centre = Unlike(petal, Centres, random);
        var leaf = new Vector3(random.Between(0.16f, 0.42f), random.Between(0.36f, 0.6f), random.Between(0.12f, 0.36f));
        return new FlowerColours(
            petal,
            Vector3.Clamp(petal * random.Between(0.78f, 1.12f), Vector3.Zero, Vector3.One),
            Unlike(petal, Accents, random),
            centre,
            Unlike(centre, Centres, random),
            leaf * random.Between(0.75f, 1.1f));
    }

    public static Vector3 Vary(Vector3 colour, float amount, SeededRandom random) => Vector3.Clamp(
        colour + new Vector3(random.Between(-amount, amount), random.Between(-amount, amount), random.Between(-amount, amount)),
        Vector3.Zero,
        Vector3.One);

    /// <summary>Draws among the colours that stand out from a ground.</summary>
    private static Vector3 Unlike(Vector3 ground, Vector3[] colours, SeededRandom random)
    {
        var distinct = Array.FindAll(colours, colour => Vector3.Distance(colour, ground) > 0.5f);
        return Vary(random.Pick<Vector3>(distinct), 0.05f, random);
    }
}
