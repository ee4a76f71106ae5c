namespace MobileNets.FusedTraining;

/// <summary>Hands out parts of a piece of memory; with none at hand, <see cref="Used"/> tells how much it takes.</summary>
internal sealed unsafe class Arena(float* memory)
{
    private const int Alignment = 64 / sizeof(float);

    /// <summary>Floats handed out so far.</summary>
    public long Used { get; private set; }

    public float* Floats(long length)
    {
        var part = memory == null ? null : memory + Used;
        Used += (length + Alignment - 1) / Alignment * Alignment;
        return part;
    }

    public double* Doubles(long length) => (double*)Floats(2 * length);

    public Map Map(int images, MapShape shape) => new(Floats(images * shape.Floats), shape, (nint)shape.Floats);
}
