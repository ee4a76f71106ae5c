using System.Globalization;
using System.Text;

namespace MobileNets.Architecture;

/// <summary>Lays a summary out as torchinfo does: the same columns, tree, totals and units. Last come both counts of mult-adds under their names.</summary>
internal static class SummaryText
{
    private const int ColumnWidth = 25;
    private const int MinimumNameWidth = 40;
    private const int NameWidthStep = 5;
    private const int IndentPerLevel = 5;

    public static string Render(NetworkSummary summary, int maxDepth)
    {
        var nameWidth = NameWidth(summary.Rows);
        var divider = new string('=', nameWidth + 2 * ColumnWidth);
        var text = new StringBuilder();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        void Divider() => text.Append(divider).Append('\n');
        void Row(string name, string shape, string parameters) => text
            .Append(name.PadRight(nameWidth)).Append(' ')
            .Append(shape.PadRight(ColumnWidth)).Append(' ')
            .Append(parameters).Append('\n');

        Divider();
        Row("Layer (type:depth-idx)", "Output Shape", "Param #");
        Divider();
        foreach (var row in summary.Rows.Where(row => row.Depth <= maxDepth))
            Row(Branch(row.Depth) + Title(row), $"[{string.Join(", ", row.OutputShape)}]", ParameterCount(row, maxDepth));
        Divider();
        Line($"Total params: {summary.Parameters:N0}");
        Line($"Trainable params: {summary.Parameters:N0}");
        Line($"Non-trainable params: 0");
        Line($"Total mult-adds {WithUnit(summary.TorchinfoMultAdds)}");
        Divider();
        Line($"Input size (MB): {Megabytes(summary.InputBytes):N2}");
        Line($"Forward/backward pass size (MB): {Megabytes(summary.ForwardBackwardBytes):N2}");
        Line($"Params size (MB): {Megabytes(summary.ParameterBytes):N2}");
        Line($"Estimated Total Size (MB): {Megabytes(summary.TotalBytes):N2}");
        Divider();
        Line($"Mult-adds of convolutions and linear layers {WithUnit(summary.MultAdds)}");
        Line($"Mult-adds as torchinfo counts them, with batch normalisation and biases {WithUnit(summary.TorchinfoMultAdds)}");
        return text.Append(divider).ToString();
    }

    private static string Title(SummaryRow row) => row.Depth == 0 ? row.Type : $"{row.Type}: {row.Depth}-{row.Index}";

    private static string Branch(int depth) => depth switch
    {
        0 => "",
        1 => "├─",
        _ => string.Concat(Enumerable.Repeat("│    ", depth - 1)) + "└─",
    };

    // A module whose insides are shown would count their parameters twice.
    private static string ParameterCount(SummaryRow row, int maxDepth) =>
        row.Parameters > 0 && (row.IsLayer || row.Depth == maxDepth)
            ? row.Parameters.ToString("N0", CultureInfo.InvariantCulture)
            : "--";

    // torchinfo measures the rows that are too deep to be shown as well.
    private static int NameWidth(IReadOnlyList<SummaryRow> rows)
    {
        var longest = rows.Max(row => Title(row).Length + row.Depth * IndentPerLevel + 1);
        var rounded = (longest + NameWidthStep - 1) / NameWidthStep * NameWidthStep;
        return Math.Max(MinimumNameWidth, rounded);
    }

    private static string WithUnit(long multAdds)
    {
        var (unit, size) = multAdds switch
        {
            >= 1_000_000_000_000 => ("T", 1e12),
            >= 1_000_000_000 => ("G", 1e9),
            _ => ("M", 1e6),
        };
        return string.Create(CultureInfo.InvariantCulture, $"({unit}): {multAdds / size:N2}");
    }

    private static double Megabytes(long bytes) => bytes / 1e6;
}
