using System.Buffers;

namespace MobileNets.Inference;

/// <summary>Floats in an array of the shared pool; they are whatever was there. Dispose each exactly once.</summary>
/// <param name="length">How many.</param>
internal readonly struct PooledFloats(int length) : IDisposable
{
    private readonly float[] _array = ArrayPool<float>.Shared.Rent(length);

    public Span<float> Span => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
