namespace MobileNets.Weights;

/// <summary>Names from a file that nobody vouches for, made fit for a message.</summary>
internal static class HostileText
{
    private const int MaximumCharacters = 100;

    /// <summary>The beginning of the text on one line, without control characters.</summary>
    public static string Quoted(this string text) =>
        string.Concat(text.Take(MaximumCharacters).Select(character => char.IsControl(character) ? '?' : character));
}
