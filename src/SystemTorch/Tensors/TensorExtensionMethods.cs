using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static Parameter AsParameter(this torch.Tensor tensor) => new(tensor);

    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 => 8,
        _ => throw new NotSupportedException($"Element type {type}."),
    };

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Writes element type, shape (all LEB128) and the raw bytes: one entry of TorchSharp's own file format.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        using var scope = torch.NewDisposeScope();
        var copied = tensor.detach().cpu().contiguous();
        writer.Encode((long)copied.dtype);
        writer.Encode(copied.dim());
        foreach (var length in copied.shape)
            writer.Encode(length);
        writer.Write(copied.bytes);
    }

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads one entry into <paramref name="tensor"/>, which must have the entry's type and shape.</summary>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (skip)
        {
            SkipBytes(reader, shape.TotalSize() * type.ElementSize());
            return;
        }
        if (type != tensor.dtype)
            throw new ArgumentException("Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        if (!shape.SequenceEqual(tensor.shape))
            throw new ArgumentException("Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin.");
        using var grad = torch.no_grad();
        using var read = ReadData(reader, type, shape);
        tensor.copy_(read);
    }

    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (!skip)
            return ReadData(reader, type, shape);
        SkipBytes(reader, shape.TotalSize() * type.ElementSize());
        return null!;
    }

    public static float ToSingle(this torch.Tensor value) => value.ToScalar().ToSingle();
    public static double ToDouble(this torch.Tensor value) => value.ToScalar().ToDouble();
    public static int ToInt32(this torch.Tensor value) => value.ToScalar().ToInt32();
    public static long ToInt64(this torch.Tensor value) => value.ToScalar().ToInt64();
    public static bool ToBoolean(this torch.Tensor value) => value.ToScalar().ToBoolean();

    private static (torch.ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = reader.Decode();
        return (type, shape);
    }

    private static torch.Tensor ReadData(BinaryReader reader, torch.ScalarType type, long[] shape)
    {
        var tensor = torch.empty(shape, type);
        reader.BaseStream.ReadExactly(tensor.bytes);
        return tensor;
    }

    private static void SkipBytes(BinaryReader reader, long count)
    {
        if (reader.BaseStream.CanSeek)
            reader.BaseStream.Seek(count, SeekOrigin.Current);
        else
            while (count > 0)
                count -= reader.ReadBytes((int)Math.Min(count, 1 << 16)) is { Length: > 0 } read ? read.Length : throw new EndOfStreamException();
    }
}
