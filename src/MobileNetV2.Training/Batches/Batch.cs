using System.Buffers;

namespace MobileNets.Training.Batches;

/// <summary>Decoded pictures and their labels; the pixels go back to the pool when it is disposed.</summary>
public sealed class Batch : IDisposable
{
    private readonly int _pixelCount;
    private float[]? _pixels;

    internal Batch(IReadOnlyList<int> labels, int size)
    {
        Labels = labels.Select(label => (long)label).ToArray();
        Size = size;
        _pixelCount = checked(Labels.Length * 3 * size * size);
        _pixels = ArrayPool<float>.Shared.Rent(_pixelCount);
    }

    /// <summary>The class of each picture.</summary>
    public long[] Labels { get; }

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; }

    /// <summary>Pictures in the batch.</summary>
    public int Count => Labels.Length;

    /// <summary>The normalised pictures, [<see cref="Count"/>, 3, <see cref="Size"/>, <see cref="Size"/>].</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public Span<float> Pixels => (_pixels ?? throw new ObjectDisposedException(nameof(Batch))).AsSpan(0, _pixelCount);

    /// <summary>The shape of <see cref="Pixels"/>.</summary>
    public long[] Shape => [Count, 3, Size, Size];

    internal Span<float> Picture(int index) => Pixels.Slice(index * 3 * Size * Size, 3 * Size * Size);

    /// <summary>Gives the pixels back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
            ArrayPool<float>.Shared.Return(pixels);
    }
}
