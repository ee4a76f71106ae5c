using MobileNets.Weights;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules;

/// <summary>Moves weights between TorchSharp modules and <see cref="StateDict"/>s, by name, with every shape checked first.</summary>
public static class ModuleWeights
{
    /// <summary>Copies a module's parameters and buffers out of torch.</summary>
    /// <param name="module">Any module. A <see cref="MobileNetV2"/>'s entries come in PyTorch's order, others in TorchSharp's.</param>
    /// <param name="metadata">
    /// Texts to travel with the weights. Where there are none, those of a <see cref="MobileNetV2"/> with another bottleneck or shortcut
    /// describe it: names and shapes are the published network's.
    /// </param>
    public static StateDict ToStateDict(this Module module, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        var entries = module.state_dict();
        var order = module is MobileNetV2 network ? network.Plan.StateEntries.Select(entry => entry.Name).Where(entries.ContainsKey) : [];
        return new StateDict(order.Union(entries.Keys).Select(name => Stored(name, entries[name]).ToNamedTensor(name)), metadata ?? Description(module));

        static IReadOnlyDictionary<string, string>? Description(Module module) =>
            module is MobileNetV2 { Options: var options } && (options.Bottleneck != default || options.Shortcut != default)
                ? new ModelDescription { Network = options }.ToMetadata()
                : null;

        // TorchSharp counts in floating-point numbers where a batch norm was made with them; nobody else does.
        static Tensor Stored(string name, Tensor tensor) => name.EndsWith("num_batches_tracked", StringComparison.Ordinal) ? tensor.to(ScalarType.Int64) : tensor;
    }

    /// <summary>
    /// Fills a module's parameters and buffers, converting element types. Nothing is changed unless names and shapes agree
    /// entirely: TorchSharp's own <c>load_state_dict</c> would broadcast.
    /// </summary>
    /// <param name="module">The module to fill.</param>
    /// <param name="weights">One entry for each of the module's.</param>
    /// <param name="origin">What to call the weights in an error; null for their own <see cref="StateDict.Origin"/>.</param>
    /// <exception cref="StateDictMismatchException">Names or shapes differ; the message lists each.</exception>
    public static void LoadStateDict(this Module module, StateDict weights, string? origin = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(weights);
        var entries = module.state_dict();
        var comparison = StateDictComparison.Compare(entries.Select(entry => (entry.Key, (IReadOnlyList<long>)entry.Value.shape)), weights);
        if (!comparison.IsMatch)
            throw new StateDictMismatchException(origin ?? weights.Origin, comparison);

        using var gradients = no_grad();
        foreach (var (name, target) in entries)
        {
            var tensor = weights[name];
            if (target.dtype == ScalarTypeOf(tensor.ElementType) && target.device_type == DeviceType.CPU && target.is_contiguous())
            {
                tensor.Data.Span.CopyTo(target.bytes);
                continue;
            }
            using var source = tensor.ToTensor();
            target.copy_(source);
        }
    }

    /// <summary>Copies a tensor out of torch, bit for bit.</summary>
    /// <param name="tensor">Any tensor.</param>
    /// <param name="name">Its name from now on.</param>
    public static NamedTensor ToNamedTensor(this Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        var contiguous = tensor.detach().cpu().contiguous();
        return new NamedTensor(name, ElementType(contiguous.dtype), contiguous.shape, contiguous.bytes.ToArray());
    }

    /// <summary>Copies a tensor into torch, bit for bit; the caller disposes it.</summary>
    /// <param name="tensor">Any tensor.</param>
    public static Tensor ToTensor(this NamedTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var result = empty(tensor.Shape.ToArray(), ScalarTypeOf(tensor.ElementType));
        tensor.Data.Span.CopyTo(result.bytes);
        return result;
    }

    private static TensorElementType ElementType(ScalarType type) =>
        s_types.FirstOrDefault(pair => pair.Torch == type) is { } pair ? pair.Element : throw new NotSupportedException($"Weights of type {type} cannot be stored.");

    private static ScalarType ScalarTypeOf(TensorElementType type) => s_types.First(pair => pair.Element == type).Torch;

    private static readonly TypePair[] s_types =
    [
        new(ScalarType.Float64, TensorElementType.Float64),
        new(ScalarType.Float32, TensorElementType.Float32),
        new(ScalarType.Float16, TensorElementType.Float16),
        new(ScalarType.BFloat16, TensorElementType.BFloat16),
        new(ScalarType.Int64, TensorElementType.Int64),
        new(ScalarType.Int32, TensorElementType.Int32),
        new(ScalarType.Int16, TensorElementType.Int16),
        new(ScalarType.Int8, TensorElementType.Int8),
        new(ScalarType.Byte, TensorElementType.UInt8),
        new(ScalarType.Bool, TensorElementType.Bool),
    ];

    private sealed record TypePair(ScalarType Torch, TensorElementType Element);
}
