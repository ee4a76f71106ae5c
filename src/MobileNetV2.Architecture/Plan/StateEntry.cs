namespace MobileNets.Architecture;

/// <summary>One entry that the network's state dict must have.</summary>
/// <param name="Name">Key: <c>features.0.0.weight</c>.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Kind">Parameter or buffer.</param>
/// <param name="ElementType">Element type in PyTorch's files.</param>
public sealed record StateEntry(string Name, IReadOnlyList<long> Shape, StateEntryKind Kind, StateElementType ElementType)
{
    /// <summary>A layer's entries in the order in which PyTorch's <c>state_dict()</c> lists them.</summary>
    internal static IReadOnlyList<StateEntry> Of(LayerPlan layer)
    {
        long channels = layer.Output.Channels;
        StateEntry Parameter(string name, params long[] shape) =>
            new($"{layer.Name}.{name}", shape, StateEntryKind.Parameter, StateElementType.Float32);
        StateEntry Buffer(string name, StateElementType type, params long[] shape) =>
            new($"{layer.Name}.{name}", shape, StateEntryKind.Buffer, type);

        var entries = new List<StateEntry>();
        switch (layer.Kind)
        {
            case LayerKind.Convolution:
                entries.Add(Parameter("weight", channels, layer.Input.Channels / layer.Groups, layer.Kernel, layer.Kernel));
                break;
            case LayerKind.Linear:
                entries.Add(Parameter("weight", channels, layer.Input.Elements));
                break;
            case LayerKind.BatchNorm:
                entries.Add(Parameter("weight", channels));
                entries.Add(Parameter("bias", channels));
                entries.Add(Buffer("running_mean", StateElementType.Float32, channels));
                entries.Add(Buffer("running_var", StateElementType.Float32, channels));
                entries.Add(Buffer("num_batches_tracked", StateElementType.Int64));
                break;
        }
        if (layer.HasBias)
            entries.Add(Parameter("bias", channels));
        return entries;
    }
}
