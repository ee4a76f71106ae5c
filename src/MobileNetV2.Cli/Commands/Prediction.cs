namespace MobileNets.Cli.Commands;

/// <summary>One class that a picture may show.</summary>
internal sealed record Prediction(string Label, int Index, double Probability)
{
    /// <summary>The likeliest classes by softmax, likeliest first; null where a logit is not a finite number.</summary>
    public static Prediction[]? Top(ReadOnlySpan<float> logits, int count, Func<int, string> labelOf)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            if (!float.IsFinite(logit))
                return null;
            largest = MathF.Max(largest, logit);
        }

        var weights = new double[logits.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Exp(logits[i] - (double)largest);
        var sum = weights.Sum();
        return [.. Enumerable.Range(0, weights.Length)
            .OrderByDescending(i => weights[i])
            .Take(count)
            .Select(i => new Prediction(labelOf(i), i, weights[i] / sum))];
    }
}
