using MobileNets.Imaging;

namespace MobileNets.Training.Batches;

/// <summary>Decoded pictures and their labels; the buffer of the pixels goes back to its pool when it is disposed.</summary>
public sealed class Batch : IDisposable
{
    private const long NoLabel = -1;

    private readonly BufferPool _pool;
    private float[]? _pixels;

    internal Batch(int count, int size, BufferPool pool)
    {
        Labels = new long[count];
        Size = size;
        _pool = pool;
        _pixels = pool.Rent();
    }

    /// <summary>The class of each picture.</summary>
    public long[] Labels { get; private set; }

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; }

    /// <summary>Pictures in the batch.</summary>
    public int Count => Labels.Length;

    /// <summary>The normalised pictures, [<see cref="Count"/>, 3, <see cref="Size"/>, <see cref="Size"/>].</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public Span<float> Pixels => (_pixels ?? throw new ObjectDisposedException(nameof(Batch))).AsSpan(0, Count * PictureLength);

    /// <summary>The shape of <see cref="Pixels"/>.</summary>
    public long[] Shape => [Count, RgbImage.Channels, Size, Size];

    private int PictureLength => RgbImage.Channels * Size * Size;

    internal Span<float> Picture(int index) => Pixels.Slice(index * PictureLength, PictureLength);

    /// <summary>Sets the class of a picture; null marks it for <see cref="RemoveMissing"/>.</summary>
    internal void SetLabel(int index, int? label) => Labels[index] = label ?? NoLabel;

    /// <summary>Closes the gaps that pictures without a label leave.</summary>
    internal void RemoveMissing()
    {
        if (!Labels.Contains(NoLabel))
            return;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (Labels[i] == NoLabel)
                continue;
            Picture(i).CopyTo(Picture(kept));
            Labels[kept++] = Labels[i];
        }
        Labels = Labels[..kept];
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
            _pool.Return(pixels);
    }
}
