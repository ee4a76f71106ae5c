namespace TorchSharp;

/// <summary>A number that an operator takes beside tensors.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(torch.ScalarType type, long bits)
    {
        Type = type;
        Bits = bits;
    }

    public torch.ScalarType Type { get; }

    /// <summary>The integer itself, or the bits of the double.</summary>
    internal long Bits { get; }

    internal bool IsFloating => Type is torch.ScalarType.Float32 or torch.ScalarType.Float64 or torch.ScalarType.Float16;

    internal double AsDouble => IsFloating ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long AsInt64 => IsFloating ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    public static implicit operator Scalar(byte value) => new(torch.ScalarType.Byte, value);
    public static implicit operator Scalar(sbyte value) => new(torch.ScalarType.Int8, value);
    public static implicit operator Scalar(short value) => new(torch.ScalarType.Int16, value);
    public static implicit operator Scalar(int value) => new(torch.ScalarType.Int32, value);
    public static implicit operator Scalar(long value) => new(torch.ScalarType.Int64, value);
    public static implicit operator Scalar(Half value) => new(torch.ScalarType.Float16, BitConverter.DoubleToInt64Bits((double)value));
    public static implicit operator Scalar(float value) => new(torch.ScalarType.Float32, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Scalar(double value) => new(torch.ScalarType.Float64, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Scalar(bool value) => new(torch.ScalarType.Bool, value ? 1 : 0);

    /// <summary>Nothing to release here; TorchSharp's scalars are native objects.</summary>
    public void Dispose()
    {
    }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsInt64;
    public static byte ToByte(this Scalar value) => (byte)value.AsInt64;
    public static short ToInt16(this Scalar value) => (short)value.AsInt64;
    public static int ToInt32(this Scalar value) => (int)value.AsInt64;
    public static long ToInt64(this Scalar value) => value.AsInt64;
    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;
}
