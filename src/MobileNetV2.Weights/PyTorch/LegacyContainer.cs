using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace MobileNets.Weights;

/// <summary>
/// The container before PyTorch 1.6: five pickles (magic number, protocol, the writer's machine, the object, the storages'
/// keys), then for each key the number of elements in 64 bits and the elements (PyTorch, <c>torch/serialization.py</c>,
/// <c>_legacy_load</c>).
/// </summary>
internal sealed class LegacyContainer : ICheckpointContainer
{
    private const long Protocol = 1001;

    private static readonly BigInteger s_magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly Stream _stream;
    private readonly string _origin;
    private readonly Dictionary<string, long> _offsets = [];

    /// <summary>Unpickles the object and finds the storages after it.</summary>
    /// <param name="stream">Holds the container from its position on.</param>
    /// <param name="origin">What to call the file in complaints.</param>
    /// <exception cref="WeightsFormatException">The container is damaged, or the pickle is refused.</exception>
    public LegacyContainer(Stream stream, string origin)
    {
        _stream = stream;
        _origin = origin;
        Expect(value => value is BigInteger magic && magic == s_magic, "PyTorch's magic number");
        Expect(value => value is Protocol, $"protocol {Protocol}");
        Expect(value => value is OrderedDictionary<string, object?> machine && machine.GetValueOrDefault("little_endian") is true,
            "'little_endian': True");
        var machine = Machine();
        Root = machine.Run();
        FindStorages(machine.Storages);
    }

    public object? Root { get; }

    public byte[] ReadStorage(StorageReference storage)
    {
        if (!_offsets.TryGetValue(storage.Key, out var offset))
            throw new WeightsFormatException(_origin, $"storage '{storage.Key}'", "expected its elements, found none", PyTorchCure.FetchAgain);
        _stream.Position = offset;
        return StreamReading.ReadBytes(_stream, storage.Bytes, _origin, $"storage '{storage.Key}'");
    }

    private PickleMachine Machine() => new(new PickleInput(_stream, _origin, "offset"));

    private void Expect(Func<object?, bool> isExpected, string expected)
    {
        var offset = _stream.Position;
        var value = Machine().Run();
        if (!isExpected(value))
            throw Refuse(offset, $"expected {expected}, found another value");
    }

    private void FindStorages(IReadOnlyDictionary<string, StorageReference> storages)
    {
        var offset = _stream.Position;
        if (Machine().Run() is not List<object?> keys)
            throw Refuse(offset, "expected a list of keys, found another value");
        foreach (var entry in keys)
        {
            offset = _stream.Position;
            if (entry is not string key || !storages.TryGetValue(key, out var storage) || _offsets.ContainsKey(key))
                throw Refuse(offset, "expected the key of a storage, each once, found another value");
            var count = BinaryPrimitives.ReadInt64LittleEndian(StreamReading.ReadBytes(_stream, sizeof(long), _origin, "a number of elements"));
            if (count != storage.Count)
                throw Refuse(offset, $"expected {storage.Count} elements in storage '{key}', found {count}");
            if (storage.Bytes > _stream.Length - _stream.Position)
                throw Refuse(offset, $"expected storage '{key}' of {storage.Bytes} bytes, found {_stream.Length - _stream.Position}");
            _offsets.Add(key, _stream.Position);
            _stream.Position += storage.Bytes;
        }
    }

    private WeightsFormatException Refuse(long offset, string problem) =>
        new(_origin, $"offset {offset}", problem, PyTorchCure.FetchAgain);
}
