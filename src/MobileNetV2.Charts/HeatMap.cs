using System.Globalization;

namespace MobileNets.Charts;

/// <summary>A square table of counts whose cells are the darker, the larger their share of the row: a confusion matrix.</summary>
public static class HeatMap
{
    private const double Top = 84;
    private const int MostNames = 40;

    /// <summary>Writes the table as SVG.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="heading">The line above it.</param>
    /// <param name="rowLabel">What the rows are.</param>
    /// <param name="columnLabel">What the columns are.</param>
    /// <param name="names">What each row and column is called; above 40 of them every tenth is numbered instead, from 0.</param>
    /// <param name="counts">Counts by row and column, as many of each as names.</param>
    public static void Write(Stream stream, string heading, string rowLabel, string columnLabel, IReadOnlyList<string> names, int[,] counts)
    {
        var cell = Math.Clamp(Math.Floor(760.0 / names.Count), 5, 40);
        var isNamed = names.Count <= MostNames;
        var textWidth = isNamed ? 7.0 * names.Max(name => name.Length) + 12 : 34;
        var (left, side) = (30 + textWidth, cell * names.Count);
        using var svg = new SvgWriter(stream, Math.Max(left + side + 24, 420), Top + side + textWidth + 34, heading);
        svg.Text(16, 30, heading, style: "heading");
        DrawScale(svg, left);
        for (var row = 0; row < names.Count; row++)
            DrawRow(svg, counts, row, left, cell);
        for (var i = 0; i <= names.Count; i += isNamed ? 1 : 10)
        {
            svg.Line(left, Top + i * cell, left + side, Top + i * cell, "grid");
            svg.Line(left + i * cell, Top, left + i * cell, Top + side, "grid");
        }
        for (var i = 0; i < names.Count; i += isNamed ? 1 : 10)
        {
            var (middle, name) = ((i + 0.5) * cell, isNamed ? names[i] : i.ToString(CultureInfo.InvariantCulture));
            svg.Text(left - 6, Top + middle + 4, name, "end");
            svg.Text(left + middle + 4, Top + side + 8, name, "end", rotate: -90);
        }
        svg.Text(18, Top + side / 2, rowLabel, "middle", rotate: -90);
        svg.Text(left + side / 2, Top + side + textWidth + 22, columnLabel, "middle");
    }

    private static void DrawRow(SvgWriter svg, int[,] counts, int row, double left, double cell)
    {
        var columns = counts.GetLength(1);
        var total = 0;
        for (var column = 0; column < columns; column++)
            total += counts[row, column];
        for (var column = 0; column < columns; column++)
        {
            if (counts[row, column] is not (> 0 and var count))
                continue;
            var share = (double)count / total;
            // Even a rare confusion has to be seen.
            svg.Rectangle(left + column * cell, Top + row * cell, cell, cell, "cell", 0.12 + 0.88 * share);
            if (cell >= 20)
                svg.Text(left + (column + 0.5) * cell, Top + (row + 0.5) * cell + 4, count.ToString(CultureInfo.InvariantCulture), "middle", share > 0.45 ? "on small" : "small");
        }
    }

    private static void DrawScale(SvgWriter svg, double left)
    {
        svg.Text(left, Top - 22, "share of the row");
        svg.Text(left + 118, Top - 22, "0");
        for (var i = 0; i < 10; i++)
            svg.Rectangle(left + 132 + i * 12, Top - 32, 12, 12, "cell", 0.12 + 0.88 * (i + 0.5) / 10);
        svg.Text(left + 258, Top - 22, "100 %");
    }
}
