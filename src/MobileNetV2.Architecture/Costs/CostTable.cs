using System.Globalization;

namespace MobileNets.Architecture;

/// <summary>What every layer of a network costs, beside its settings and shapes.</summary>
public sealed class CostTable
{
    private static readonly TextTable s_columns = new(
        ("Layer", false), ("Type", false), ("Kernel", true), ("Stride", true), ("Groups", true), ("Input", false), ("Output", false),
        ("Parameters", true), ("Mult-adds", true), ("Share (%)", true), ("Activations (kB)", true));

    internal CostTable(IReadOnlyList<ModuleNode> modules, long multAddsOfAnImage, int batchSize)
    {
        Rows = [.. LayersOf(modules).Select(module =>
        {
            var layer = module.Layer!;
            var share = multAddsOfAnImage == 0 ? 0 : (double)layer.MultAdds / multAddsOfAnImage;
            return checked(new LayerCost(layer, module.Type, layer.MultAdds * batchSize, share, layer.ActivationElements * batchSize * sizeof(float)));
        })];
    }

    /// <summary>The layers in execution order, those without mult-adds or parameters, too.</summary>
    public IReadOnlyList<LayerCost> Rows { get; }

    /// <summary>The table in columns, with a line of totals.</summary>
    /// <returns>Lines joined by <c>\n</c>, without one at the end.</returns>
    public string ToText() => s_columns.ToText(Cells());

    /// <summary>The table as Markdown, with a line of totals.</summary>
    /// <returns>Lines joined by <c>\n</c>, without one at the end.</returns>
    public string ToMarkdown() => s_columns.ToMarkdown(Cells());

    private List<string[]> Cells() =>
    [
        .. Rows.Select(row => (string[])
        [
            row.Layer.Name, row.Type,
            .. row.Layer.Kind == LayerKind.Convolution
                ? [$"{row.Layer.Kernel}×{row.Layer.Kernel}", Number(row.Layer.Stride), Number(row.Layer.Groups)]
                : new[] { "", "", "" },
            row.Layer.Input.ToString(), row.Layer.Output.ToString(),
            Number(row.Layer.Parameters), Number(row.MultAdds), Percent(row.Share), Kilobytes(row.ActivationBytes),
        ]),
        [
            "Total", "", "", "", "", "", "",
            Number(Rows.Sum(row => row.Layer.Parameters)), Number(Rows.Sum(row => row.MultAdds)), Percent(Rows.Sum(row => row.Share)),
            Kilobytes(Rows.Sum(row => row.ActivationBytes)),
        ],
    ];

    private static IEnumerable<ModuleNode> LayersOf(IReadOnlyList<ModuleNode> modules) =>
        modules.SelectMany(module => module.Layer is null ? LayersOf(module.Children) : [module]);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture);

    private static string Kilobytes(long bytes) => (bytes / 1e3).ToString("N1", CultureInfo.InvariantCulture);
}
