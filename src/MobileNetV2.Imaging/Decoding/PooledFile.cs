using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MobileNets.Imaging;

/// <summary>A whole file in a pooled array. Dispose each exactly once.</summary>
internal readonly struct PooledFile : IDisposable
{
    private readonly byte[] _array;
    private readonly int _length;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than an array.</exception>
    internal PooledFile(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength)
            throw new IOException($"{path}: {length} bytes are too many for a picture.");

        _array = ArrayPool<byte>.Shared.Rent((int)length);
        while (_length < length)
        {
            int count = RandomAccess.Read(file, _array.AsSpan(_length, (int)length - _length), _length);
            if (count == 0)
                break;
            _length += count;
        }
    }

    internal ReadOnlySpan<byte> Data => _array.AsSpan(0, _length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_array);
}
