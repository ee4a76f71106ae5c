using System.Numerics;
using System.Runtime.InteropServices;

namespace MobileNets.Kernels.Tests;

/// <summary>Numbers between canaries: whoever writes outside is noticed.</summary>
internal class Guarded<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private const int Guard = 64;

    private readonly AlignedBuffer buffer;
    private readonly int length;

    public unsafe Guarded(int length, Func<int, T> value)
    {
        this.length = length;
        buffer = new AlignedBuffer(((length + 2 * Guard) * sizeof(T) + sizeof(float) - 1) / sizeof(float));
        All.Fill(T.CreateTruncating(-12345.5f));
        for (var i = 0; i < length; i++)
            Pointer[i] = value(i);
    }

    public unsafe T* Pointer => (T*)buffer.Pointer + Guard;

    public unsafe ReadOnlySpan<T> Values => new(Pointer, length);

    private unsafe Span<T> All => new(buffer.Pointer, length + 2 * Guard);

    public unsafe Guarded<T> Copy() => new(length, i => Pointer[i]);

    /// <summary>Whether every number, and what lies around them, has the same bits.</summary>
    public bool Equals(Guarded<T> other) => MemoryMarshal.AsBytes(All).SequenceEqual(MemoryMarshal.AsBytes(other.All));

    public void Dispose() => buffer.Dispose();
}
