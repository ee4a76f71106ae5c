namespace MobileNets.Weights;

/// <summary>A file, or a tensor from one, is not what its format or its reader demands.</summary>
public sealed class WeightsFormatException : FormatException
{
    // What a message quotes comes out of a file that may have been made to flood or forge a log.
    private const int MaximumCharacters = 400;

    /// <summary>Says where the fault is, what it is and how to mend it.</summary>
    /// <param name="origin">The file's path, or where the bytes came from.</param>
    /// <param name="location">The offset or the key at fault: <c>offset 8</c>, <c>'classifier.1.weight'.shape</c>.</param>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="cure">What the user can do, as a sentence.</param>
    /// <param name="innerException">The parser's own complaint, if there is one.</param>
    public WeightsFormatException(string origin, string location, string problem, string cure, Exception? innerException = null)
        : base($"{origin}, {OneLine(location)}: {OneLine(problem)}. {cure}", innerException)
    {
        Origin = origin;
        Location = OneLine(location);
    }

    /// <summary>The file's path, or where the bytes came from.</summary>
    public string Origin { get; }

    /// <summary>The offset or the key at fault.</summary>
    public string Location { get; }

    private static string OneLine(string text)
    {
        if (text.Length > MaximumCharacters)
            text = $"{text.AsSpan(0, MaximumCharacters)}…";
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : $"{c}")) : text;
    }
}
