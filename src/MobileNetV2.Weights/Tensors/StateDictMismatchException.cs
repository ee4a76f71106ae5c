namespace MobileNets.Weights;

/// <summary>The weights of a file do not fit a network; the message lists every difference.</summary>
public sealed class StateDictMismatchException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="origin">The file, or what else the weights came from.</param>
    /// <param name="comparison">The differences found.</param>
    public StateDictMismatchException(string origin, StateDictComparison comparison) : base($"{origin}: {comparison}")
    {
        Origin = origin;
        Comparison = comparison;
    }

    /// <summary>The file, or what else the weights came from.</summary>
    public string Origin { get; }

    /// <summary>Every missing, unexpected and mis-shaped entry.</summary>
    public StateDictComparison Comparison { get; }
}
