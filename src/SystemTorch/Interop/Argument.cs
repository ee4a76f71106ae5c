using TorchSharp;

namespace SystemTorch.Interop;

/// <summary>One argument of an operator. It holds on to the managed object behind a handle until the call is over.</summary>
internal readonly struct Argument
{
    private Argument(ValueTag tag, long bits = 0, object? reference = null, int count = 0)
    {
        Tag = tag;
        Bits = bits;
        Reference = reference;
        Count = count;
    }

    internal ValueTag Tag { get; }
    internal long Bits { get; }
    internal object? Reference { get; }
    internal int Count { get; }

    /// <summary>The schema's own default.</summary>
    internal static Argument Default => new(ValueTag.Default);

    /// <summary>Python's None.</summary>
    internal static Argument None => default;

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? None : new(ValueTag.Tensor, tensor.Handle, tensor);
    public static implicit operator Argument(long value) => new(ValueTag.Int, value);
    public static implicit operator Argument(long? value) => value is { } given ? given : None;
    public static implicit operator Argument(double value) => new(ValueTag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(bool value) => new(ValueTag.Bool, value ? 1 : 0);
    public static implicit operator Argument(torch.ScalarType value) => new(ValueTag.Int, (long)value);
    public static implicit operator Argument(torch.ScalarType? value) => value is { } given ? given : None;
    public static implicit operator Argument(string? value) => value is null ? None : new(ValueTag.String, 0, System.Text.Encoding.UTF8.GetBytes(value));
    public static implicit operator Argument(long[]? values) => values is null ? None : new(ValueTag.IntList, 0, values);
    public static implicit operator Argument(double[]? values) => values is null ? None : new(ValueTag.DoubleList, 0, values);
    public static implicit operator Argument(torch.Tensor[] tensors) => new(ValueTag.TensorList, 0, tensors);
    public static implicit operator Argument(torch.Device? device) => device is null ? None : new(ValueTag.Device, (long)device.type, null, device.index);
    public static implicit operator Argument(torch.Generator? generator) => generator is null ? None : new(ValueTag.Generator, generator.Handle, generator);
    public static implicit operator Argument(Scalar? value) => value is null ? None : new(value.IsFloating ? ValueTag.Double : value.Type == torch.ScalarType.Bool ? ValueTag.Bool : ValueTag.Int, value.Bits);
}
