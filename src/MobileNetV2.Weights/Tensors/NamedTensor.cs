using System.Runtime.InteropServices;

namespace MobileNets.Weights;

/// <summary>A tensor as it is stored: a name, an element type, a shape and little-endian bytes in row-major order.</summary>
public sealed class NamedTensor
{
    /// <summary>Makes a tensor of bytes that it then owns.</summary>
    /// <param name="name">Key in the state dict.</param>
    /// <param name="elementType">Type of the elements.</param>
    /// <param name="shape">Dimensions, outermost first; none for a scalar.</param>
    /// <param name="data">The elements.</param>
    /// <exception cref="ArgumentException">The bytes are more or fewer than shape and type demand.</exception>
    public NamedTensor(string name, TensorElementType elementType, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data)
    {
        if (!TensorSize.TryGetBytes(shape, elementType.BytesPerElement(), out var bytes) || bytes != data.Length)
            throw new ArgumentException(
                $"{name}: {elementType} [{string.Join(", ", shape)}] does not take {data.Length} bytes.", nameof(data));
        Name = name;
        ElementType = elementType;
        Shape = [.. shape];
        Data = data;
    }

    /// <summary>Key in the state dict.</summary>
    public string Name { get; }

    /// <summary>Type of the elements.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>Dimensions, outermost first; none for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The elements, little-endian.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>How many elements there are; 1 for a scalar.</summary>
    public int ElementCount => Data.Length / ElementType.BytesPerElement();

    /// <summary>Makes a <see cref="TensorElementType.Float32"/> tensor of copied values.</summary>
    /// <param name="name">Key in the state dict.</param>
    /// <param name="shape">Dimensions, outermost first.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape demands.</exception>
    public static NamedTensor FromSingles(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        new(name, TensorElementType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Makes an <see cref="TensorElementType.Int64"/> tensor of copied values.</summary>
    /// <param name="name">Key in the state dict.</param>
    /// <param name="shape">Dimensions, outermost first.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape demands.</exception>
    public static NamedTensor FromInt64s(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        new(name, TensorElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The same elements, not copied, under another name.</summary>
    /// <param name="name">Key in the state dict.</param>
    public NamedTensor WithName(string name) => name == Name ? this : new NamedTensor(name, ElementType, Shape, Data);

    /// <summary>A floating-point tensor in another floating-point type, rounded to the nearest; any other tensor as it is.</summary>
    /// <param name="type">Float32, Float16 or BFloat16.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is another.</exception>
    public NamedTensor ConvertFloats(TensorElementType type)
    {
        if (type is not (TensorElementType.Float32 or TensorElementType.Float16 or TensorElementType.BFloat16))
            throw new ArgumentOutOfRangeException(nameof(type), type, "Expected Float32, Float16 or BFloat16.");
        if (!ElementType.IsFloatingPoint() || ElementType == type)
            return this;

        var values = ReadSingles();
        var bytes = new byte[values.Length * type.BytesPerElement()];
        switch (type)
        {
            case TensorElementType.Float32:
                MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(bytes);
                break;
            case TensorElementType.Float16:
                var halves = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan());
                for (var i = 0; i < values.Length; i++)
                    halves[i] = (Half)values[i];
                break;
            case TensorElementType.BFloat16:
                var upperHalves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
                for (var i = 0; i < values.Length; i++)
                    upperHalves[i] = BFloat16(values[i]);
                break;
        }
        return new NamedTensor(Name, type, Shape, bytes);
    }

    /// <summary>The elements as 32-bit floats; wider ones are rounded, narrower ones are exact.</summary>
    /// <exception cref="WeightsFormatException">The elements are not floating point.</exception>
    public float[] ReadSingles()
    {
        var values = new float[ElementCount];
        ReadSingles(values);
        return values;
    }

    /// <summary>Copies the elements as 32-bit floats.</summary>
    /// <param name="destination">Takes <see cref="ElementCount"/> floats.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="WeightsFormatException">The elements are not floating point.</exception>
    public void ReadSingles(Span<float> destination)
    {
        if (destination.Length != ElementCount)
            throw new ArgumentException($"{Name} has {ElementCount} elements, not {destination.Length}.", nameof(destination));
        switch (ElementType)
        {
            case TensorElementType.Float32:
                Elements<float>().CopyTo(destination);
                break;
            case TensorElementType.Float64:
                var doubles = Elements<double>();
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)doubles[i];
                break;
            case TensorElementType.Float16:
                var halves = Elements<Half>();
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)halves[i];
                break;
            case TensorElementType.BFloat16:
                var upperHalves = Elements<ushort>();
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = BitConverter.UInt32BitsToSingle((uint)upperHalves[i] << 16);
                break;
            default:
                throw Mismatch("floating-point");
        }
    }

    /// <summary>The elements of an <see cref="TensorElementType.Int64"/> tensor, such as <c>num_batches_tracked</c>.</summary>
    /// <exception cref="WeightsFormatException">The elements are not 64-bit integers.</exception>
    public long[] ReadInt64s() =>
        ElementType == TensorElementType.Int64 ? Elements<long>().ToArray() : throw Mismatch("Int64");

    // To the nearest, ties to even; a NaN's payload must not round to infinity.
    private static ushort BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)(bits >> 16 | 0x40) : (ushort)(bits + 0x7FFF + (bits >> 16 & 1) >> 16);
    }

    private ReadOnlySpan<T> Elements<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);

    private WeightsFormatException Mismatch(string expected) => new("state dict", $"'{Name}'",
        $"expected {expected} elements, found {ElementType}", "Save the tensor with the type that the network uses.");
}
