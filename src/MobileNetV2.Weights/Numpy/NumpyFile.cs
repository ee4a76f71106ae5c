using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MobileNets.Weights;

/// <summary>
/// NumPy's <c>.npy</c> files of floating-point arrays (NumPy reference, <c>numpy.lib.format</c>): versions 1.0 and 2.0,
/// little-endian, row-major.
/// </summary>
public static class NumpyFile
{
    // The length of everything before the data is a multiple of this.
    private const int HeaderAlignment = 64;

    // Far beyond any dictionary of three keys.
    private const int MaximumHeaderBytes = 1_000_000;

    private const string Cure = "Write the file again with numpy.save.";

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file of 32-bit or 64-bit floats; the latter are rounded to 32 bits.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsFormatException">The file breaks the format, is in Fortran order or holds another type.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static NumpyArray Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads from a stream's position to its end; a stream that cannot seek is copied to memory first.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="origin">What to call it in complaints.</param>
    /// <exception cref="WeightsFormatException">The bytes break the format, are in Fortran order or hold another type.</exception>
    public static NumpyArray Read(Stream stream, string origin = "stream")
    {
        stream = StreamReading.WithKnownLength(stream);
        var header = ReadHeader(stream, origin);
        if (header.IsFortranOrder!.Value)
            throw new WeightsFormatException(origin, "header 'fortran_order'",
                "expected False (row-major order), found True", "Save it as numpy.save(path, numpy.ascontiguousarray(array)).");
        var type = header.Type switch
        {
            "<f4" => TensorElementType.Float32,
            "<f8" => TensorElementType.Float64,
            _ => throw NumpyHeader.TypeRefused(origin, header.Type!),
        };

        var found = stream.Length - stream.Position;
        if (!TensorSize.TryGetBytes(header.Shape!, type.BytesPerElement(), out var bytes) || bytes != found || bytes > Array.MaxLength)
            throw new WeightsFormatException(origin, $"offset {stream.Position}",
                $"expected the data of {header.Type} ({string.Join(", ", header.Shape!)}) in at most {Array.MaxLength} bytes, found {found} bytes",
                "The file is cut off, damaged or too large; write it again, in parts if need be.");
        var data = StreamReading.ReadBytes(stream, (int)bytes, origin, "data");
        return new NumpyArray(header.Shape!, new NamedTensor(origin, type, header.Shape!, data).ReadSingles());
    }

    /// <summary>Writes a file of 32-bit floats, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace; its folder exists.</param>
    /// <param name="shape">Dimensions, outermost first; none for a scalar.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape demands.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is still there.</exception>
    public static void Write(string path, IReadOnlyList<long> shape, ReadOnlyMemory<float> values) =>
        AtomicFile.Write(path, stream => Write(stream, shape, values.Span));

    /// <summary>Writes 32-bit floats to a stream, as version 1.0.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="shape">Dimensions, outermost first; none for a scalar.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape demands.</exception>
    public static void Write(Stream stream, IReadOnlyList<long> shape, ReadOnlySpan<float> values)
    {
        var data = MemoryMarshal.AsBytes(values);
        if (!TensorSize.TryGetBytes(shape, sizeof(float), out var bytes) || bytes != data.Length)
            throw new ArgumentException($"[{string.Join(", ", shape)}] does not take {values.Length} values.", nameof(values));

        // A tuple of one has a comma in Python.
        var tuple = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var dictionary = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({tuple}), }}";
        var before = Magic.Length + 2 + sizeof(ushort);
        var total = (before + dictionary.Length + 1 + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        var header = dictionary.PadRight(total - before - 1) + "\n";

        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)header.Length));
        stream.Write(Magic);
        stream.Write([1, 0]);
        stream.Write(length);
        stream.Write(Encoding.Latin1.GetBytes(header));
        stream.Write(data);
    }

    private static NumpyHeader ReadHeader(Stream stream, string origin)
    {
        var start = StreamReading.ReadBytes(stream, Magic.Length + 2, origin, "the magic number and version");
        if (!start.AsSpan().StartsWith(Magic))
            throw new WeightsFormatException(origin, "offset 0", "expected the magic number '\\x93NUMPY', found other bytes", Cure);

        var (major, minor) = (start[^2], start[^1]);
        var headerLength = (major, minor) switch
        {
            (1, 0) => BinaryPrimitives.ReadUInt16LittleEndian(StreamReading.ReadBytes(stream, sizeof(ushort), origin, "a header length")),
            (2, 0) => BinaryPrimitives.ReadUInt32LittleEndian(StreamReading.ReadBytes(stream, sizeof(uint), origin, "a header length")),
            _ => throw new WeightsFormatException(origin, "offset 6", $"expected version 1.0 or 2.0, found {major}.{minor}", Cure),
        };
        if (headerLength > MaximumHeaderBytes)
            throw new WeightsFormatException(origin, "offset 8",
                $"expected a header of at most {MaximumHeaderBytes} bytes, found a length of {headerLength}", Cure);

        var bytes = StreamReading.ReadBytes(stream, (int)headerLength, origin, "a header");
        return NumpyHeader.Parse(Encoding.Latin1.GetString(bytes), origin);
    }
}
