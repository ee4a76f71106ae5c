using System.IO.Compression;
using System.Text;

namespace MobileNets.Training.Data;

/// <summary>Parses the bytes of one MATLAB 5 file.</summary>
internal sealed class MatReader(string path)
{
    /// <summary>Bound on the file and, separately, on everything inflated from it: Flowers102's largest is 25 KB.</summary>
    public const int MaxBytes = 64 << 20;

    private const int HeaderLength = 128;
    private const uint ComplexFlag = 0x0800;
    private const int MaxDimensions = 32;

    private readonly Dictionary<string, MatMatrix> _matrices = [];
    private readonly Dictionary<string, string> _skipped = [];
    private bool _littleEndian;
    private int _inflatedBytes;

    public MatFile Read(ReadOnlySpan<byte> bytes)
    {
        ReadHeader(bytes);
        var elements = new MatElements(bytes[HeaderLength..], _littleEndian, path, " after the header");
        while (!elements.AtEnd)
        {
            var start = elements;
            var type = elements.Next(out var data);
            if (type == MatDataType.Compressed)
            {
                var inflated = Inflate(data, start);
                var inner = new MatElements(inflated, _littleEndian, path, $" of the inflated element at {start.Place}");
                var array = inner.Next(MatDataType.Matrix, "an array");
                if (!inner.AtEnd)
                    throw inner.Malformed("one array alone");
                ReadMatrix(array, $" of the array in the inflated element at {start.Place}");
            }
            else if (type == MatDataType.Matrix)
            {
                ReadMatrix(data, $" of the array at {start.Place}");
            }
        }

        return new MatFile(path, _matrices, _skipped);
    }

    private void ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
            throw Unsupported($"{bytes.Length} bytes, expected a MATLAB 5 header of {HeaderLength}");
        _littleEndian = bytes[126..128] switch
        {
            [(byte)'I', (byte)'M'] => true,
            [(byte)'M', (byte)'I'] => false,
            _ => throw Unsupported("no endian mark 'IM' or 'MI' at offset 126, expected a MATLAB 5 file"),
        };
        var version = _littleEndian ? bytes[125] : bytes[124];
        if (version != 1)
            throw Unsupported($"version {version} at offset 124, expected 1 (2 is the HDF5 layout of 'save -v7.3')");
    }

    private byte[] Inflate(ReadOnlySpan<byte> data, MatElements element)
    {
        using var zlib = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            for (int read; (read = zlib.Read(chunk)) > 0;)
            {
                _inflatedBytes += read;
                if (_inflatedBytes > MaxBytes)
                    throw element.Malformed($"at most {MaxBytes} inflated bytes in the whole file");
                inflated.Write(chunk, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw element.Malformed("zlib data", e);
        }

        return inflated.ToArray();
    }

    private void ReadMatrix(ReadOnlySpan<byte> array, string origin)
    {
        // An empty array element is how MATLAB writes [] inside other arrays.
        if (array.IsEmpty)
            return;
        var elements = new MatElements(array, _littleEndian, path, origin);
        var flagBytes = elements.Next(MatDataType.UInt32, "array flags");
        if (flagBytes.Length != 8)
            throw elements.Malformed($"8 bytes of array flags before it, found {flagBytes.Length}");
        var flags = elements.ReadUInt32(flagBytes);
        var arrayClass = (int)(flags & 0xFF);

        // Function handles and objects lay out what follows in their own way.
        if (arrayClass is < 1 or > (int)MatClass.UInt64)
            return;

        var dimensions = ReadDimensions(ref elements);
        var name = Encoding.ASCII.GetString(elements.Next(MatDataType.Int8, "the name"));

        // MATLAB keeps the workspace of function handles in an array without a name.
        if (name.Length == 0)
            return;
        if (SkippedKind(arrayClass, flags) is { } kind)
        {
            _skipped[name] = kind;
            return;
        }

        var values = ReadValues(ref elements);
        if (Product(dimensions) != values.Length)
            throw elements.Malformed($"{string.Join('×', dimensions)} values for '{name}' before it, found {values.Length}");
        _matrices[name] = new MatMatrix((MatClass)arrayClass, dimensions, values);
    }

    private static string? SkippedKind(int arrayClass, uint flags) => arrayClass switch
    {
        1 => "cell",
        2 => "struct",
        3 => "object",
        4 => "char",
        5 => "sparse",
        _ when (flags & ComplexFlag) != 0 => "complex",
        _ => null,
    };

    private static int[] ReadDimensions(ref MatElements elements)
    {
        var start = elements;
        var bytes = elements.Next(MatDataType.Int32, "the dimensions");
        if (bytes.Length % 4 != 0 || bytes.Length / 4 is < 1 or > MaxDimensions)
            throw start.Malformed($"1 to {MaxDimensions} dimensions of 4 bytes, found {bytes.Length} bytes");
        var dimensions = new int[bytes.Length / 4];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = (int)elements.ReadUInt32(bytes[(4 * i)..]);
            if (dimensions[i] < 0)
                throw start.Malformed($"dimensions that are not negative, found {dimensions[i]}");
        }

        return dimensions;
    }

    private double[] ReadValues(ref MatElements elements)
    {
        var start = elements;
        var type = elements.Next(out var data);
        var width = MatNumber.Width(type);
        if (width == 0 || data.Length % width != 0)
            throw start.Malformed($"whole numeric values, found {data.Length} bytes of type {(int)type}");
        var values = new double[data.Length / width];
        for (var i = 0; i < values.Length; i++)
            values[i] = MatNumber.Read(type, data.Slice(i * width, width), _littleEndian);
        return values;
    }

    /// <summary>The number of values, or -1 beyond what any file within bounds can hold.</summary>
    private static long Product(int[] dimensions)
    {
        if (dimensions.Contains(0))
            return 0;
        var product = 1L;
        foreach (var dimension in dimensions)
        {
            product *= dimension;
            if (product > MaxBytes)
                return -1;
        }

        return product;
    }

    private DatasetException Unsupported(string problem)
        => new(path, problem, "save it again with 'save -v7' or scipy.io.savemat");
}
