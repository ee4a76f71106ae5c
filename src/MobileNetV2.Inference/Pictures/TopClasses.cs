namespace MobileNets.Inference;

/// <summary>The likeliest classes of a picture.</summary>
internal static class TopClasses
{
    /// <summary>Picks the highest logits, highest first; of equal ones the first comes first.</summary>
    /// <param name="logits">A picture's logits.</param>
    /// <param name="labels">The name of each class.</param>
    /// <param name="destination">Takes as many classes as it is long.</param>
    /// <exception cref="InvalidOperationException">A logit is not a finite number.</exception>
    public static void Pick(ReadOnlySpan<float> logits, ReadOnlySpan<string> labels, Span<Classification> destination)
    {
        var count = 0;
        foreach (var logit in logits)
        {
            if (!float.IsFinite(logit))
                throw new InvalidOperationException("The network's outputs are not finite numbers: the weights' training diverged, or the input was not finite.");
        }
        for (var index = 0; index < logits.Length; index++)
        {
            var rank = count;
            while (rank > 0 && logits[index] > logits[destination[rank - 1].Index])
                rank--;
            if (rank == destination.Length)
                continue;
            count = Math.Min(count + 1, destination.Length);
            destination[rank..(count - 1)].CopyTo(destination[(rank + 1)..]);
            destination[rank] = new Classification(labels[index], index, 0);
        }

        // The largest logit comes off first, or the exponentials would overflow.
        var largest = logits[destination[0].Index];
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - (double)largest);
        foreach (ref var entry in destination)
            entry = entry with { Probability = (float)(Math.Exp(logits[entry.Index] - (double)largest) / sum) };
    }
}
