namespace MobileNets.Weights;

/// <summary>Makes tensors of what the pickle says of them, after it has compared that with their storages.</summary>
internal sealed class TensorReader
{
    private readonly ICheckpointContainer _container;
    private readonly string _origin;
    private readonly Dictionary<StorageReference, byte[]> _storages = [];
    private long _remainingBytes;

    public TensorReader(ICheckpointContainer container, string origin, long fileLength)
    {
        _container = container;
        _origin = origin;
        _remainingBytes = PyTorchFile.MaximumUnpackedBytes(fileLength);
    }

    /// <summary>Reads one tensor; a contiguous one shares its storage's memory.</summary>
    /// <exception cref="WeightsFormatException">It reaches beyond its storage or is too large.</exception>
    public NamedTensor Read(string name, TensorReference tensor)
    {
        var elementBytes = tensor.Storage.ElementType.BytesPerElement();
        if (!TensorSize.TryGetBytes(tensor.Shape, elementBytes, out var bytes))
            throw Refuse(name, $"expected dimensions of 0 or more and a size below 2^63 bytes, found [{string.Join(", ", tensor.Shape)}]");
        if (bytes > Math.Min(_remainingBytes, Array.MaxLength))
            throw Refuse(name, $"expected at most {Math.Min(_remainingBytes, Array.MaxLength)} bytes, found {bytes}");
        _remainingBytes -= bytes;
        if (bytes > 0 && !IsWithinStorage(tensor))
            throw Refuse(name,
                $"expected a view of {tensor.Storage.Count} elements, found offset {tensor.Offset}, shape [{string.Join(", ", tensor.Shape)}], strides [{string.Join(", ", tensor.Strides)}]");

        return new NamedTensor(name, tensor.Storage.ElementType, tensor.Shape, bytes == 0 ? default : Elements(tensor, (int)bytes));
    }

    private ReadOnlyMemory<byte> Elements(TensorReference tensor, int bytes)
    {
        if (!_storages.TryGetValue(tensor.Storage, out var storage))
            _storages.Add(tensor.Storage, storage = _container.ReadStorage(tensor.Storage));
        var elementBytes = tensor.Storage.ElementType.BytesPerElement();
        var view = storage.AsMemory((int)tensor.Offset * elementBytes);
        return StridedView.IsContiguous(tensor.Shape, tensor.Strides)
            ? view[..bytes]
            : StridedView.Gather(view.Span, elementBytes, tensor.Shape, tensor.Strides, bytes);
    }

    // The last element's place is the largest, as no stride is negative.
    private static bool IsWithinStorage(TensorReference tensor)
    {
        var last = tensor.Offset;
        var end = tensor.Storage.Count - 1;
        if (last < 0 || last > end)
            return false;
        for (var axis = 0; axis < tensor.Shape.Length; axis++)
        {
            var (steps, stride) = (tensor.Shape[axis] - 1, tensor.Strides[axis]);
            if (stride < 0 || (stride > 0 && steps > (end - last) / stride))
                return false;
            last += steps * stride;
        }
        return true;
    }

    private WeightsFormatException Refuse(string name, string problem) => new(_origin, $"'{name}'", problem, PyTorchCure.FetchAgain);
}
