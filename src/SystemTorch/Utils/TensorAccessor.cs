using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>A typed view of a CPU tensor's elements, in logical (row-major) order whatever the strides. It may not outlive the tensor.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[]? _strides; // null when contiguous

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (!tensor.is_cpu())
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the CPU before reading.");
        _tensor = tensor;
        _data = (T*)_tensor.Info().Data;
        _shape = _tensor.shape;
        _strides = _tensor.is_contiguous() ? null : _tensor.stride();
        Count = _tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_strides is null)
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        else
            for (var i = 0; i < count; i++)
                target[i] = _data[Offset(tensorIndex + i)];
        GC.KeepAlive(this);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(new ReadOnlySpan<T>(array), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        var source = array.Slice(arrayIndex, count);
        if (_strides is null)
            source.CopyTo(new Span<T>(_data + tensorIndex, count));
        else
            for (var i = 0; i < count; i++)
                _data[Offset(tensorIndex + i)] = source[i];
        GC.KeepAlive(this);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0L; i < Count; i++)
            yield return Element(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the tensor stays its owner's.</summary>
    public void Dispose()
    {
    }

    internal T Element(long index) => _data[Offset(index)];

    private T* At(long[] indices)
    {
        if (indices.Length != _shape.Length)
            throw new IndexOutOfRangeException();
        var index = 0L;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
                throw new IndexOutOfRangeException();
            index = index * _shape[d] + indices[d];
        }
        return _data + Offset(index);
    }

    private long Offset(long index)
    {
        if (_strides is null)
            return index;
        var offset = 0L;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            (index, var position) = Math.DivRem(index, _shape[d]);
            offset += position * _strides[d];
        }
        return offset;
    }
}
