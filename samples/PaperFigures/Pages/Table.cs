namespace MobileNets.PaperFigures;

/// <summary>A table of text.</summary>
/// <param name="Columns">The columns' headings.</param>
/// <param name="Rows">As many cells a row as columns.</param>
internal sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether a column holds figures, which stand best at the right: every cell that isn't empty begins like a number, or is a symbol such as k.</summary>
    public bool IsNumeric(int column) =>
        Rows.Any(row => row[column].Length > 0) &&
        Rows.All(row => row[column] is "" or "–" or [>= 'a' and <= 'z'] || char.IsAsciiDigit(row[column].TrimStart('-', '−', '+', '±', '~', '<', '×').FirstOrDefault()));
}
