namespace MobileNets.Charts;

/// <summary>Names and colours at the right of a panel's title, or below it where they need more room.</summary>
internal static class Legend
{
    public const double RowHeight = 18;
    private const double Swatch = 24;
    private const double Gap = 20;

    /// <summary>The height that the names take below the title's line, 0 where they stand beside the title.</summary>
    /// <param name="title">The panel's title, which begins at its left edge.</param>
    /// <param name="all">Each name and the class of its swatch: a line, or a square where it begins with <c>bar</c>. What has no name is left out.</param>
    /// <param name="width">The panel's width, in pixels.</param>
    public static double Height(string title, IEnumerable<(string Name, string Style)> all, double width) => Lines(title, Rows(all, width), width) * RowHeight;

    /// <summary>Draws the names.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="title">The panel's title, which begins at <paramref name="left"/>.</param>
    /// <param name="all">As in <see cref="Height"/>.</param>
    /// <param name="left">The panel's left edge, in pixels.</param>
    /// <param name="right">Where the last name ends.</param>
    /// <param name="y">The title's line.</param>
    public static void Draw(SvgWriter svg, string title, IEnumerable<(string Name, string Style)> all, double left, double right, double y)
    {
        var rows = Rows(all, right - left);
        var first = Lines(title, rows, right - left) - rows.Count + 1;
        for (var i = 0; i < rows.Count; i++)
            DrawRow(svg, rows[i], right, y + (first + i) * RowHeight);
    }

    // Below the title's; a single row goes there only where the title leaves it no room.
    private static int Lines(string title, List<List<(string Name, string Style)>> rows, double width) =>
        rows.Count > 1 || Width(rows[0]) > width - 1.15 * SvgWriter.WidthOf(title) - Gap ? rows.Count : 0;

    // From the right: the last name ends where the panel does.
    private static void DrawRow(SvgWriter svg, List<(string Name, string Style)> row, double right, double y)
    {
        foreach (var (name, style) in Enumerable.Reverse(row))
        {
            svg.Text(right, y, name, "end");
            right -= SvgWriter.WidthOf(name) + 8;
            if (style.StartsWith("bar", StringComparison.Ordinal))
                svg.Rectangle(right - 11, y - 10, 11, 11, style);
            else
                svg.Line(right - 16, y - 4, right, y - 4, style);
            right -= 36;
        }
    }

    private static List<List<(string Name, string Style)>> Rows(IEnumerable<(string Name, string Style)> all, double width)
    {
        var rows = new List<List<(string Name, string Style)>> { new() };
        foreach (var entry in all.Where(entry => entry.Name.Length > 0))
        {
            if (rows[^1].Count > 0 && Width([.. rows[^1], entry]) > width)
                rows.Add([]);
            rows[^1].Add(entry);
        }
        return rows;
    }

    private static double Width(List<(string Name, string Style)> row) => row.Sum(entry => SvgWriter.WidthOf(entry.Name) + Swatch) + Gap * (row.Count - 1);
}
