namespace MobileNets.Kernels.Tests;

/// <summary>Floats between canaries: whoever writes outside is noticed.</summary>
internal sealed unsafe class GuardedFloats : IDisposable
{
    private const int Guard = 64;
    private const float Canary = -12345.5f;

    private readonly AlignedBuffer buffer;
    private readonly int length;

    public GuardedFloats(int length, Func<int, float> value)
    {
        this.length = length;
        buffer = new AlignedBuffer(length + 2 * Guard);
        new Span<float>(buffer.Pointer, length + 2 * Guard).Fill(Canary);
        for (var i = 0; i < length; i++)
            Pointer[i] = value(i);
    }

    public GuardedFloats(int length, Random random, float scale = 1)
        : this(length, _ => scale * (2 * random.NextSingle() - 1))
    {
    }

    public float* Pointer => buffer.Pointer + Guard;

    public ReadOnlySpan<float> Values => new(Pointer, length);

    public GuardedFloats Copy() => new(length, i => Pointer[i]);

    /// <summary>Whether every float, and what lies around them, has the same bits.</summary>
    public bool Equals(GuardedFloats other) =>
        new Span<int>(buffer.Pointer, length + 2 * Guard).SequenceEqual(new Span<int>(other.buffer.Pointer, other.length + 2 * Guard));

    public void Dispose() => buffer.Dispose();
}
