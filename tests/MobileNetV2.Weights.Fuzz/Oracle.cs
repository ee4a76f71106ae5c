namespace MobileNets.Weights.Fuzz;

/// <summary>What every state dict must be, whatever it was read from.</summary>
internal static class Oracle
{
    /// <summary>Checks each tensor's length against its shape and type, and fetches every byte.</summary>
    /// <exception cref="InvalidOperationException">A tensor is not what it says.</exception>
    public static void Check(StateDict weights)
    {
        var sum = 0;
        foreach (var tensor in weights)
        {
            var bytes = tensor.Shape.Aggregate((Int128)tensor.ElementType.BytesPerElement(), (product, dimension) => checked(product * dimension));
            if (bytes != tensor.Data.Length || tensor.Shape.Any(dimension => dimension < 0) || weights[tensor.Name] != tensor)
                throw new InvalidOperationException(
                    $"'{tensor.Name}' {tensor.ElementType} [{string.Join(", ", tensor.Shape)}] has {tensor.Data.Length} bytes.");
            foreach (var value in tensor.Data.Span)
                sum += value;
        }
        GC.KeepAlive(sum);
    }

    /// <summary>Checks that two state dicts hold the same.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void CheckEqual(StateDict expected, StateDict actual)
    {
        if (expected.Count != actual.Count || expected.Metadata.Count != actual.Metadata.Count)
            throw new InvalidOperationException("What was written is not read back whole.");
        foreach (var (key, value) in expected.Metadata)
            if (actual.Metadata[key] != value)
                throw new InvalidOperationException($"Metadata '{key}' is not read back as it was written.");
        for (var i = 0; i < expected.Count; i++)
            if (expected[i].Name != actual[i].Name || expected[i].ElementType != actual[i].ElementType ||
                !expected[i].Shape.SequenceEqual(actual[i].Shape) || !expected[i].Data.Span.SequenceEqual(actual[i].Data.Span))
                throw new InvalidOperationException($"'{expected[i].Name}' is not read back as it was written.");
    }
}
