using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Paints single blooms of one picture's species: petals, then the centre.</summary>
internal sealed class BloomPainter(Canvas canvas, FlowerSpecies species, FlowerColours colours, float lightAngle, SeededRandom random)
{
    // An open funnel draws its rim in between the lobes in proportion to the petal width left out.
    private const float DeepestLobe = 0.55f;

    private readonly PetalPaint _paint = new(species.Pattern, colours.Petal * 0.92f, colours.Tip, colours.Accent, (uint)random.NextBits());
    private readonly CentrePainter _centre = new(canvas, species, colours, random);

    /// <summary>Cups, bells and bracts stand on their base; all others are placed by their middle.</summary>
    public bool StandsOnBase => species.Form is FlowerForm.Cup or FlowerForm.Bell or FlowerForm.Spathe;

    /// <summary>Whether the bloom has an upright side, or looks the same however it is turned.</summary>
    public bool IsUpright => species.Form is not (FlowerForm.Radial or FlowerForm.Funnel);

    public void Paint(Placement placement)
    {
        // The light as seen from within the bloom's turned plane.
        var light = placement.ToLocal(placement.Centre + Placement.Direction(lightAngle)) * placement.Radius;
        light *= 0.9f / MathF.Max(light.Length(), 0.9f);
        if (species.Cluster == Inflorescence.Solitary)
            ShadeBehind(placement);
        if (species.Form == FlowerForm.Funnel)
            new FunnelBrush(placement, _paint, species.Petals, DeepestLobe * (1 - species.Width), light, canvas.PixelSide).PaintOn(canvas);
        else
            new Bloom(placement, PetalArrangement.Of(species, _paint, colours, random), light, canvas.PixelSide).PaintOn(canvas);
        _centre.Paint(placement);
    }

    /// <summary>Sets the bloom off from what is behind it.</summary>
    private void ShadeBehind(Placement bloom)
        => Dot.Paint(canvas, bloom.Centre + new Vector2(0.02f, 0.03f), bloom.Radius * 0.75f, Vector3.Zero, softness: 0.7f, opacity: 0.35f);
}
