using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Paints one picture of one species.</summary>
internal static class FlowerPicture
{
    /// <summary>Paints a picture; it depends on the arguments alone.</summary>
    /// <param name="species">The class, an index into <see cref="FlowerSpeciesTable"/>.</param>
    /// <param name="index">Which picture of the class.</param>
    /// <param name="size">Its side in pixels.</param>
    /// <param name="seed">Another seed, other pictures.</param>
    /// <returns>Red, green and blue, interleaved.</returns>
    public static byte[] Paint(int species, int index, int size, ulong seed)
    {
        var random = new SeededRandom(seed, (ulong)species, (ulong)index);
        var canvas = new Canvas(size);
        Backdrop.Paint(canvas, random);
        new PlantPainter(canvas, FlowerSpeciesTable.All[species], FlowerColours.Draw(species, random), random).Paint();
        return Camera.Develop(canvas, random);
    }
}
