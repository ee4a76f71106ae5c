using System.Numerics;

namespace MobileNets.Training.Data;

/// <summary>Petals that share an outline and a height; the first lies on top.</summary>
internal sealed class Whorl
{
    private const int Bins = 128;

    // More than half the widest bin, and room for the shadow beside a petal.
    private const float BinSlack = 0.09f;

    // Near the middle every petal passes through every direction; the centre hides what this leaves out.
    private const float FirstDistinct = 0.14f;

    private static readonly float[] BinAngles = [.. Enumerable.Range(0, Bins).Select(BinAngle)];

    private readonly Petal[] _petals;
    private readonly byte[][] _petalsOfBin = new byte[Bins][];

    public Whorl(PetalOutline outline, PetalPaint paint, float height, Petal[] petals)
    {
        Outline = outline;
        Paint = paint;
        Height = height;
        _petals = petals;
        Reach = petals.Max(petal => petal.Length * (1 + petal.HalfWidth + MathF.Abs(petal.Bend)));
        float[] halfAngles = [.. petals.Select(HalfAngle)];
        for (var bin = 0; bin < Bins; bin++)
        {
            var angle = BinAngles[bin];
            _petalsOfBin[bin] = [.. Enumerable.Range(0, petals.Length)
                .Where(i => MathF.Abs(MathF.IEEERemainder(angle - petals[i].Angle, MathF.Tau)) < halfAngles[i] + BinSlack)
                .Select(i => (byte)i)];
        }
    }

    public PetalOutline Outline { get; }

    public PetalPaint Paint { get; }

    /// <summary>Above the bloom's plane, in bloom radii.</summary>
    public float Height { get; }

    /// <summary>No petal goes further from the middle than this.</summary>
    public float Reach { get; }

    public ref readonly Petal this[int petal] => ref _petals[petal];

    /// <summary>The petals that may cover a point, from top to bottom.</summary>
    public ReadOnlySpan<byte> Candidates(Vector2 point)
        => _petalsOfBin[Math.Min((int)(PseudoAngle(point) * (Bins / 4f)), Bins - 1)];

    /// <summary>How far a petal strays from its axis, as an angle at the bloom's middle.</summary>
    private float HalfAngle(Petal petal)
    {
        var widest = 0f;
        for (var u = FirstDistinct; u < 1; u += 0.05f)
            widest = MathF.Max(widest, ((petal.HalfWidth * Outline.HalfWidth(u)) + (MathF.Abs(petal.Bend) * u * u)) / u);
        return MathF.Atan(widest);
    }

    /// <summary>Rises from 0 to 4 around the circle like an angle, without the arctangent.</summary>
    private static float PseudoAngle(Vector2 point)
    {
        var sum = MathF.Abs(point.X) + MathF.Abs(point.Y);
        var ratio = sum > 0 ? point.X / sum : 0;
        return point.Y >= 0 ? 1 - ratio : 3 + ratio;
    }

    private static float BinAngle(int bin)
    {
        var pseudo = (bin + 0.5f) * (4f / Bins);
        var (x, above) = pseudo < 2 ? (1 - pseudo, 1) : (pseudo - 3, -1);
        return MathF.Atan2(above * (1 - MathF.Abs(x)), x);
    }
}
