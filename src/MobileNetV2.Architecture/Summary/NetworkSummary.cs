using System.Text.Json;

namespace MobileNets.Architecture;

/// <summary>
/// What a network looks like and costs for a batch: the figures of torchinfo's <c>summary</c>, computed from the plan
/// alone. Sizes assume 32-bit floats.
/// </summary>
public sealed class NetworkSummary
{
    private const int BytesPerElement = sizeof(float);

    /// <summary>Computes the summary.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="batchSize">N: images in the batch, at least 1.</param>
    /// <exception cref="InvalidArchitectureException"><paramref name="batchSize"/> is below 1.</exception>
    /// <exception cref="OverflowException">A total exceeds 64 bits.</exception>
    public NetworkSummary(NetworkPlan plan, int batchSize = 1)
    {
        if (batchSize < 1)
            throw new InvalidArchitectureException(nameof(batchSize), batchSize, "at least 1");
        BatchSize = batchSize;
        var modules = ModuleNode.RootsOf(plan);
        Rows = RowsOf(plan, modules, batchSize);
        Costs = new CostTable(modules, plan.MultAdds, batchSize);

        checked
        {
            Parameters = plan.Parameters;
            MultAdds = plan.MultAdds * batchSize;
            TorchinfoMultAdds = plan.TorchinfoMultAdds * batchSize;
            InputBytes = plan.Input.Elements * batchSize * BytesPerElement;
            ParameterBytes = Parameters * BytesPerElement;

            // torchinfo's convention: the outputs of layers that have parameters, each counted again for its gradient.
            ForwardBackwardBytes = 2 * BytesPerElement * batchSize *
                plan.Layers.Where(layer => layer.Parameters > 0).Sum(layer => layer.ActivationElements);
            TotalBytes = InputBytes + ForwardBackwardBytes + ParameterBytes;
        }
    }

    /// <summary>N: images in the batch.</summary>
    public int BatchSize { get; }

    /// <summary>The network, then its modules, each before those inside it.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>What every layer costs, with its settings; the layers are those of <see cref="Rows"/> with none inside.</summary>
    public CostTable Costs { get; }

    /// <summary>Parameters; all are trainable.</summary>
    public long Parameters { get; }

    /// <summary>Mult-adds for the whole batch, convolutions and linear layers.</summary>
    public long MultAdds { get; }

    /// <summary>Mult-adds for the whole batch as torchinfo counts them, with batch normalisation and biases.</summary>
    public long TorchinfoMultAdds { get; }

    /// <summary>Bytes of the batch of images.</summary>
    public long InputBytes { get; }

    /// <summary>Bytes of the outputs of convolutions, batch normalisations and linear layers, with their gradients.</summary>
    public long ForwardBackwardBytes { get; }

    /// <summary>Bytes of the parameters.</summary>
    public long ParameterBytes { get; }

    /// <summary>Bytes of input, outputs with gradients, and parameters together.</summary>
    public long TotalBytes { get; }

    /// <summary>The summary as torchinfo lays it out, and below it the mult-adds as papers count them.</summary>
    /// <param name="maxDepth">How deep modules are shown; a module at this depth stands for those inside it. At least 0;
    /// torchinfo's default is 3.</param>
    /// <returns>Lines joined by <c>\n</c>, without one at the end.</returns>
    public string ToText(int maxDepth = 3) => SummaryText.Render(this, maxDepth);

    /// <summary>The summary as Markdown: a table of the modules by name, and one of the totals.</summary>
    /// <param name="maxDepth">How deep modules are shown; at least 0, default: every layer.</param>
    /// <returns>Lines joined by <c>\n</c>, without one at the end.</returns>
    public string ToMarkdown(int maxDepth = int.MaxValue) => SummaryMarkdown.Render(this, maxDepth);

    /// <summary>The summary as one JSON object (see <see cref="WriteJson"/>).</summary>
    public string ToJson() => SummaryJson.ToJson(this);

    /// <summary>
    /// Writes <c>{"parameters", "multAdds", "torchinfoMultAdds", "layers": [{"name", "type", "outputShape",
    /// "parameters", "multAdds"}]}</c>; layers without others inside, mult-adds for the whole batch.
    /// With costs, a layer also has <c>"kernel", "stride", "groups"</c> (0 where it is no convolution), <c>"inputShape", "share",
    /// "activationBytes"</c>.
    /// </summary>
    /// <param name="writer">Where to; it is not flushed.</param>
    /// <param name="costs">Whether layers have the columns of <see cref="Costs"/>, too.</param>
    public void WriteJson(Utf8JsonWriter writer, bool costs = false) => SummaryJson.Write(this, writer, costs);

    /// <summary>The same as <see cref="ToText"/> at torchinfo's default depth.</summary>
    public override string ToString() => ToText();

    private static List<SummaryRow> RowsOf(NetworkPlan plan, IReadOnlyList<ModuleNode> modules, int batchSize)
    {
        var rows = new List<SummaryRow>();
        var countAtDepth = new Dictionary<int, int>();

        void AddRow(string name, string type, int depth, IReadOnlyList<LayerPlan> layers, bool isLayer)
        {
            var index = countAtDepth[depth] = countAtDepth.GetValueOrDefault(depth) + 1;
            rows.Add(new SummaryRow(name, type, depth, index, isLayer, OutputShape(layers[^1], batchSize),
                layers.Sum(layer => layer.Parameters), checked(layers.Sum(layer => layer.MultAdds) * batchSize)));
        }

        void AddModules(IReadOnlyList<ModuleNode> level, int depth)
        {
            foreach (var module in level)
            {
                AddRow(module.Name, module.Type, depth, [.. module.Layers], module.Layer is not null);
                AddModules(module.Children, depth + 1);
            }
        }

        AddRow(plan.Name, plan.Name, 0, plan.Layers, isLayer: false);
        AddModules(modules, 1);
        return rows;
    }

    private static long[] OutputShape(LayerPlan layer, int batchSize) => layer switch
    {
        { Kind: LayerKind.Linear or LayerKind.Dropout } => [batchSize, layer.Output.Elements],
        _ => [batchSize, layer.Output.Channels, layer.Output.Height, layer.Output.Width],
    };
}
