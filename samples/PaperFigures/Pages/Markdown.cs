namespace MobileNets.PaperFigures;

/// <summary>Tables as Markdown, for documents.</summary>
internal static class Markdown
{
    public static string Of(Table table) => string.Concat(
        [
            Line(table.Columns),
            Line([.. table.Columns.Select((_, column) => table.IsNumeric(column) ? "---:" : "---")]),
            .. table.Rows.Select(Line),
        ]);

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
