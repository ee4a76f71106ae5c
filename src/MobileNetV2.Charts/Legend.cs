namespace MobileNets.Charts;

/// <summary>Names and colours at the right of a panel's title, or below it where they need more room.</summary>
internal static class Legend
{
    public const double RowHeight = 18;
    private const double Letter = 6.6;
    private const double TitleLetter = 7.4;
    private const double Swatch = 24;
    private const double Gap = 20;

    /// <summary>Draws the names and returns the height that they take below the title's line.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="title">The panel's title, which begins at <paramref name="left"/>.</param>
    /// <param name="entries">Each name and the class of its swatch: a line, or a square where it begins with <c>bar</c>.</param>
    /// <param name="left">The panel's left edge, in pixels.</param>
    /// <param name="right">Where the last name ends.</param>
    /// <param name="y">The title's line.</param>
    public static double Draw(SvgWriter svg, string title, IReadOnlyList<(string Name, string Style)> entries, double left, double right, double y)
    {
        if (entries.Count == 0)
            return 0;
        var rows = Rows(entries, right - left);
        var below = rows.Count > 1 || Width(rows[0]) > right - left - TitleLetter * title.Length - Gap ? 1 : 0;
        for (var i = 0; i < rows.Count; i++)
            DrawRow(svg, rows[i], right, y + (i + below) * RowHeight);
        return (rows.Count - 1 + below) * RowHeight;
    }

    // From the right: the last name ends where the panel does.
    private static void DrawRow(SvgWriter svg, List<(string Name, string Style)> row, double right, double y)
    {
        foreach (var (name, style) in Enumerable.Reverse(row))
        {
            svg.Text(right, y, name, "end");
            right -= Letter * name.Length + 8;
            if (style.StartsWith("bar", StringComparison.Ordinal))
                svg.Rectangle(right - 11, y - 10, 11, 11, style);
            else
                svg.Line(right - 16, y - 4, right, y - 4, style);
            right -= 36;
        }
    }

    private static List<List<(string Name, string Style)>> Rows(IReadOnlyList<(string Name, string Style)> entries, double width)
    {
        var rows = new List<List<(string Name, string Style)>> { new() };
        foreach (var entry in entries)
        {
            if (rows[^1].Count > 0 && Width([.. rows[^1], entry]) > width)
                rows.Add([]);
            rows[^1].Add(entry);
        }
        return rows;
    }

    private static double Width(List<(string Name, string Style)> row) => row.Sum(entry => Letter * entry.Name.Length + Swatch) + Gap * (row.Count - 1);
}
