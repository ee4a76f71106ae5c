using System.Diagnostics;
using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Composes one picture's plant: stems and leaves, then the blooms of its inflorescence.</summary>
internal sealed class PlantPainter
{
    private const float GoldenAngle = 2.3999632f;

    private readonly Canvas _canvas;
    private readonly FlowerSpecies _species;
    private readonly FlowerColours _colours;
    private readonly SeededRandom _random;
    private readonly LeafPainter _leaves;
    private readonly BloomPainter _blooms;

    public PlantPainter(Canvas canvas, FlowerSpecies species, FlowerColours colours, SeededRandom random)
    {
        _canvas = canvas;
        _species = species;
        _colours = colours;
        _random = random;
        var lightAngle = random.Between(0.2f, MathF.PI - 0.2f);
        _leaves = new LeafPainter(canvas, lightAngle, random);
        _blooms = new BloomPainter(canvas, species, colours, lightAngle, random);
    }

    public void Paint()
    {
        var centre = new Vector2(0.5f) + _random.Offset(0.1f);
        switch (_species.Cluster)
        {
            case Inflorescence.Solitary:
                Solitary(centre);
                break;
            case Inflorescence.Umbel:
                Head(centre, _random.Between(0.3f, 0.42f), florets: 24, floretShare: 0.27f, bulge: 0.75f);
                break;
            case Inflorescence.Globe:
                Head(centre, _random.Between(0.27f, 0.4f), florets: 64, floretShare: 0.19f, bulge: 1.25f);
                break;
            case Inflorescence.Spike:
                Spike(centre);
                break;
            case Inflorescence.Spray:
                Spray(centre);
                break;
            case Inflorescence.Arch:
                Arch(centre);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>One bloom near the middle; often smaller ones of the same plant around it.</summary>
    private void Solitary(Vector2 centre)
    {
        var radius = _random.Between(0.25f, 0.45f);
        var companions = _random.Below(6) - 2;
        for (var i = 0; i < companions; i++)
        {
            var away = Placement.Direction(_random.Between(0, MathF.Tau)) * _random.Between(0.42f, 0.62f);
            OnStem(centre + away, radius * _random.Between(0.45f, 0.8f));
        }

        OnStem(centre, radius);
    }

    private void OnStem(Vector2 centre, float radius)
    {
        var foot = new Vector2(centre.X + _random.Between(-0.25f, 0.25f), 1.1f);
        StemWithLeaves(foot, centre, radius);
        if (_blooms.StandsOnBase)
        {
            // A base-standing bloom reaches from its foot upwards (a bell downwards), so its middle is elsewhere.
            var hangs = _species.Form == FlowerForm.Bell;
            var lean = _random.Between(-0.35f, 0.35f);
            var spin = hangs ? MathF.PI + lean : lean;
            var toMiddle = Placement.Direction(spin + (MathF.PI / 2)) * (radius * 0.85f);
            _blooms.Paint(new Placement(centre - toMiddle, radius, spin, _random.Between(0, 0.3f), _random.Between(0, MathF.Tau)));
        }
        else
        {
            _blooms.Paint(Facing(centre, radius, _random.Between(0, 0.85f), _random.Between(0, MathF.Tau)));
        }
    }

    /// <summary>Florets on Vogel's spiral, turning outwards towards the rim: a flat head or nearly a ball.</summary>
    private void Head(Vector2 centre, float radius, int florets, float floretShare, float bulge)
    {
        var foot = new Vector2(centre.X + _random.Between(-0.2f, 0.2f), 1.1f);
        StemWithLeaves(foot, centre, radius);
        Dot.Paint(_canvas, centre, radius * 0.8f, _colours.Leaf * 0.5f, softness: 0.4f, opacity: 0.8f);
        for (var i = florets - 1; i >= 0; i--)
        {
            var r = MathF.Sqrt((i + 0.5f) / florets);
            var angle = i * GoldenAngle;
            var place = centre + (Placement.Direction(angle) * (r * radius * _random.Between(0.94f, 1.04f)));
            Stroke.Paint(_canvas, centre, place, 0.003f, 0.003f, _colours.Leaf, _colours.Leaf);
            _blooms.Paint(Facing(place, radius * floretShare * (1.08f - (0.2f * r)), bulge * r, angle));
        }
    }

    /// <summary>Rows of florets up a stem, smaller towards the tip.</summary>
    private void Spike(Vector2 centre)
    {
        const int Rows = 8;
        var lean = Placement.Direction((MathF.PI / 2) + _random.Between(-0.3f, 0.3f));
        var height = _random.Between(0.72f, 0.9f);
        var top = centre + (lean * (height / 2));
        var bottom = centre - (lean * (height / 2));
        StemWithLeaves(bottom - (lean * 0.5f), top, 0.1f);
        var side = new Vector2(-lean.Y, lean.X);
        for (var row = Rows - 1; row >= 0; row--)
        {
            var taper = 1 - (0.6f * row / Rows);
            var radius = height * 0.11f * taper;
            var place = Vector2.Lerp(bottom, top, (row + 0.3f) / Rows);

            // The middle floret last and half a row lower, so that it covers the other two.
            _blooms.Paint(Facing(place - (side * radius * 1.05f), radius, 0.75f, MathF.PI));
            _blooms.Paint(Facing(place + (side * radius * 1.05f), radius, 0.75f, 0));
            _blooms.Paint(Facing(place - (lean * (0.5f * height / Rows)), radius, 0.2f, 0));
        }
    }

    /// <summary>Small blooms far apart on branches of one stem.</summary>
    private void Spray(Vector2 centre)
    {
        var florets = 7 + _random.Below(5);
        var radius = _random.Between(0.34f, 0.42f);
        var fork = centre + new Vector2(_random.Between(-0.08f, 0.08f), 0.42f);
        StemWithLeaves(fork + new Vector2(0, 0.4f), fork, 0.05f);
        for (var i = florets - 1; i >= 0; i--)
        {
            var r = radius * MathF.Sqrt((i + 0.4f) / florets);
            var place = centre + (Placement.Direction(i * GoldenAngle) * r) + _random.Offset(0.03f);
            _leaves.Stem(fork, ((fork + place) / 2) + _random.Offset(0.05f), place, 0.006f, _colours.Leaf);
            _blooms.Paint(Facing(place, radius * _random.Between(0.26f, 0.34f), _random.Between(0, 0.8f), _random.Between(0, MathF.Tau)));
        }
    }

    /// <summary>Blooms hanging in a row from an arching stem.</summary>
    private void Arch(Vector2 centre)
    {
        const int Blooms = 7;
        var way = _random.Chance(0.5f) ? 1 : -1;
        var foot = centre + new Vector2(-0.5f * way, 0.25f + _random.Between(-0.1f, 0.1f));
        var bend = centre + new Vector2(-0.1f * way, -0.75f + _random.Between(-0.1f, 0.1f));
        var top = centre + new Vector2(0.48f * way, 0.05f);
        _leaves.Leaf(_species.Leaf, foot, _random.Between(0.8f, 2.2f), 0.35f, _colours.Leaf);
        _leaves.Stem(foot, bend, top, 0.012f, _colours.Leaf);
        for (var i = Blooms - 1; i >= 0; i--)
        {
            var radius = 0.13f * (1.1f - (0.6f * i / Blooms));
            var node = LeafPainter.Along(foot, bend, top, (i + 1.6f) / (Blooms + 0.6f));
            var place = node + new Vector2(0, radius * 1.1f);
            Stroke.Paint(_canvas, node, place, 0.004f, 0.004f, _colours.Leaf, _colours.Leaf);
            _blooms.Paint(_blooms.StandsOnBase
                ? new Placement(node + new Vector2(0, radius * 0.3f), radius, MathF.PI + _random.Between(-0.2f, 0.2f))
                : Facing(place, radius, _random.Between(0, 0.4f), 0));
        }
    }

    private Placement Facing(Vector2 centre, float radius, float tilt, float tiltDirection)
    {
        // A bloom with an upright side keeps it up and is turned away less.
        if (_blooms.StandsOnBase)
        {
            var away = Placement.Direction(tiltDirection).X * MathF.Min(tilt, 1);
            var upright = _species.Form == FlowerForm.Bell ? MathF.PI : 0;
            return new Placement(centre, radius * 0.8f, upright + (away * (upright > 0 ? 0.9f : -0.9f)));
        }

        return _blooms.IsUpright
            ? new Placement(centre, radius, _random.Between(-0.35f, 0.35f), tilt * 0.6f, tiltDirection)
            : new Placement(centre, radius, _random.Between(0, MathF.Tau), tilt, tiltDirection);
    }

    private void StemWithLeaves(Vector2 foot, Vector2 top, float radius)
    {
        var bend = ((foot + top) / 2) + new Vector2(_random.Between(-0.12f, 0.12f), 0);
        _leaves.Stem(foot, bend, top, 0.008f + (radius * 0.018f), _colours.Leaf);
        var leaves = 2 + _random.Below(4);
        for (var i = 0; i < leaves; i++)
        {
            var node = LeafPainter.Along(foot, bend, top, _random.Between(0.15f, 0.85f));
            var side = i % 2 == 0 ? 0.9f : -0.9f;
            var angle = (MathF.PI / 2) + (side * _random.Between(0.4f, 1.4f));
            _leaves.Leaf(_species.Leaf, node, angle, _random.Between(0.22f, 0.42f), _colours.Leaf);
        }
    }
}
