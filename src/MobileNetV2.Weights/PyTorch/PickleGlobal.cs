namespace MobileNets.Weights;

/// <summary>A Python name that a pickle may use.</summary>
/// <param name="Name">Module and name: <c>torch._utils._rebuild_tensor_v2</c>.</param>
/// <param name="Rebuild">What our value is for the arguments of a call; null for arguments that it does not take.</param>
/// <param name="ElementType">Of a storage class.</param>
internal sealed record PickleGlobal(string Name, Func<object?[], object?>? Rebuild = null, TensorElementType? ElementType = null)
{
    // Beyond any weight, and few enough for shapes to stay small.
    private const int MaximumRank = 8;

    // The whole allow-list. Whatever is not here is refused by its name when it is named, before anything can use it.
    private static readonly Dictionary<string, PickleGlobal> s_allowed = new PickleGlobal[]
    {
        new("collections.OrderedDict", OrderedDict),
        new("torch._utils._rebuild_tensor", Tensor),
        new("torch._utils._rebuild_tensor_v2", Tensor),
        new("torch._utils._rebuild_parameter", Parameter),
        new("torch.Size", Size),
        new("torch.DoubleStorage", ElementType: TensorElementType.Float64),
        new("torch.FloatStorage", ElementType: TensorElementType.Float32),
        new("torch.HalfStorage", ElementType: TensorElementType.Float16),
        new("torch.BFloat16Storage", ElementType: TensorElementType.BFloat16),
        new("torch.LongStorage", ElementType: TensorElementType.Int64),
        new("torch.IntStorage", ElementType: TensorElementType.Int32),
        new("torch.ShortStorage", ElementType: TensorElementType.Int16),
        new("torch.CharStorage", ElementType: TensorElementType.Int8),
        new("torch.ByteStorage", ElementType: TensorElementType.UInt8),
        new("torch.BoolStorage", ElementType: TensorElementType.Bool),
    }.ToDictionary(known => known.Name);

    /// <summary>Looks a name up in the allow-list.</summary>
    public static PickleGlobal? Find(string name) => s_allowed.GetValueOrDefault(name);

    // OrderedDict() of Python 3, OrderedDict([[key, value], …]) of Python 2.
    private static OrderedDictionary<string, object?>? OrderedDict(object?[] arguments)
    {
        var dictionary = new OrderedDictionary<string, object?>();
        if (arguments is [])
            return dictionary;
        if (arguments is not [List<object?> entries])
            return null;
        foreach (var entry in entries)
            if (entry is not List<object?> { Count: 2 } pair || pair[0] is not string key || !dictionary.TryAdd(key, pair[1]))
                return null;
        return dictionary;
    }

    // (storage, offset, size, stride), then requires_grad and hooks, which weights have no use for.
    private static TensorReference? Tensor(object?[] arguments) =>
        arguments is [StorageReference storage, long offset, object?[] size, object?[] stride, ..]
        && size.Length == stride.Length && Integers(size) is { } shape && Integers(stride) is { } strides
            ? new TensorReference(storage, offset, shape, strides)
            : null;

    // (data, requires_grad, hooks)
    private static TensorReference? Parameter(object?[] arguments) => arguments is [TensorReference data, ..] ? data : null;

    private static object?[]? Size(object?[] arguments) => arguments is [object?[] dimensions] ? dimensions : null;

    private static long[]? Integers(object?[] values) =>
        values.Length <= MaximumRank && Array.TrueForAll(values, value => value is long)
            ? Array.ConvertAll(values, value => (long)value!)
            : null;
}
