using System.Text;

namespace MobileNets.Architecture;

/// <summary>Lays rows of text out under headings: in columns, or as Markdown.</summary>
/// <param name="columns">The headings, and whether a column holds numbers, which end at its right.</param>
internal sealed class TextTable(params (string Heading, bool IsNumber)[] columns)
{
    private const string Gap = "  ";

    /// <summary>Columns as wide as their longest cell.</summary>
    public string ToText(IReadOnlyList<string[]> rows)
    {
        var headings = columns.Select(column => column.Heading).ToArray();
        var widths = headings.Select((heading, i) => rows.Select(row => row[i].Length).Append(heading.Length).Max()).ToArray();
        var lines = rows.Prepend([.. widths.Select(width => new string('-', width))]).Prepend(headings).Select(cells =>
            string.Join(Gap, cells.Select((cell, i) => columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        return string.Join('\n', lines);
    }

    public string ToMarkdown(IReadOnlyList<string[]> rows)
    {
        var text = new StringBuilder($"| {string.Join(" | ", columns.Select(column => column.Heading))} |\n");
        text.Append('|').AppendJoin('|', columns.Select(column => column.IsNumber ? "---:" : "---")).Append('|');
        foreach (var cells in rows)
            text.Append($"\n| {string.Join(" | ", cells)} |");
        return text.ToString();
    }
}
