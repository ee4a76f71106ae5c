using System.Globalization;

namespace MobileNets.Architecture;

/// <summary>A summary as two Markdown tables: the modules, then the totals.</summary>
internal static class SummaryMarkdown
{
    private static readonly TextTable s_modules = new(("Module", false), ("Type", false), ("Output shape", false), ("Parameters", true), ("Mult-adds", true));
    private static readonly TextTable s_totals = new(("Total", false), ("", true));

    public static string Render(NetworkSummary summary, int maxDepth) =>
        s_modules.ToMarkdown([.. summary.Rows.Where(row => row.Depth <= maxDepth).Select(Cells)])
        + "\n\n"
        + s_totals.ToMarkdown(
        [
            ["Parameters", Number(summary.Parameters)],
            ["Mult-adds of convolutions and linear layers", Number(summary.MultAdds)],
            ["Mult-adds as torchinfo counts them, with batch normalisation and biases", Number(summary.TorchinfoMultAdds)],
            ["Input (MB)", Megabytes(summary.InputBytes)],
            ["Forward and backward pass (MB)", Megabytes(summary.ForwardBackwardBytes)],
            ["Parameters (MB)", Megabytes(summary.ParameterBytes)],
            ["Together (MB)", Megabytes(summary.TotalBytes)],
        ]);

    private static string[] Cells(SummaryRow row) =>
        [row.Name, row.Type, $"[{string.Join(", ", row.OutputShape)}]", Number(row.Parameters), Number(row.MultAdds)];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N2", CultureInfo.InvariantCulture);
}
