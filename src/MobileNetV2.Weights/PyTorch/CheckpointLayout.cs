namespace MobileNets.Weights;

/// <summary>Finds the state dict in what a checkpoint holds.</summary>
internal static class CheckpointLayout
{
    private const int QuotedKeys = 10;

    // Trained weights before their moving average: whoever wants the average can save it alone.
    private static readonly string[] s_wrappers =
        ["state_dict", "model_state_dict", "model", "net", "state_dict_ema", "model_ema", "ema"];

    // What DataParallel and torch.compile put before every name.
    private static readonly string[] s_prefixes = ["module.", "_orig_mod."];

    /// <summary>The state dict's tensors in order; its values of other kinds are passed over.</summary>
    /// <exception cref="WeightsFormatException">There are no tensors where a state dict has them.</exception>
    public static List<(string Name, TensorReference Tensor)> FindTensors(object? root, string origin)
    {
        if (root is not OrderedDictionary<string, object?> checkpoint)
            throw Refuse(origin, PickleMachine.Describe(root));
        foreach (var wrapper in s_wrappers)
            if (checkpoint.TryGetValue(wrapper, out var nested) && TensorsOf(nested) is { Count: > 0 } tensors)
                return WithoutPrefixes(tensors);
        return TensorsOf(checkpoint) is { Count: > 0 } bare
            ? WithoutPrefixes(bare)
            : throw Refuse(origin, $"one with [{string.Join(", ", checkpoint.Keys.Take(QuotedKeys))}]");
    }

    private static List<(string Name, TensorReference Tensor)> TensorsOf(object? value)
    {
        var tensors = new List<(string, TensorReference)>();
        if (value is OrderedDictionary<string, object?> dictionary)
            foreach (var (name, entry) in dictionary)
                if (entry is TensorReference tensor)
                    tensors.Add((name, tensor));
        return tensors;
    }

    private static List<(string Name, TensorReference Tensor)> WithoutPrefixes(List<(string Name, TensorReference Tensor)> tensors)
    {
        var length = 0;
        while (s_prefixes.FirstOrDefault(prefix => tensors.TrueForAll(tensor => tensor.Name.AsSpan(length).StartsWith(prefix))) is { } shared)
            length += shared.Length;
        return tensors.ConvertAll(tensor => (tensor.Name[length..], tensor.Tensor));
    }

    private static WeightsFormatException Refuse(string origin, string found) => new(origin, "checkpoint",
        $"expected a dictionary of tensors, bare or as {string.Join(", ", s_wrappers.Select(name => $"'{name}'"))}, found {found}",
        PyTorchCure.SaveStateDict);
}
