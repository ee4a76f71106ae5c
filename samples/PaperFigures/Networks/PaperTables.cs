using MobileNets.Architecture;

namespace MobileNets.PaperFigures;

/// <summary>The paper's tables 1 and 2, and the cost table, read off a plan.</summary>
internal static class PaperTables
{
    /// <summary>Table 1: a block's convolutions, each number beside its symbol.</summary>
    /// <param name="block">An inverted residual with an expansion and stride 2 whose three channel counts differ.</param>
    public static Table InvertedResidual(BlockPlan block)
    {
        string Channels(int channels) => channels == block.Input.Channels ? "k" : channels == block.Output.Channels ? "k′" : "(tk)";
        string Shape(TensorShape shape)
        {
            var stride = shape.Height == block.Input.Height ? "" : "/s";
            return $"h{stride} × w{stride} × {Channels(shape.Channels)} = {shape.Height} × {shape.Width} × {shape.Channels}";
        }
        var rows = new List<IReadOnlyList<string>>();
        for (var i = 0; i < block.Layers.Count; i++)
        {
            var layer = block.Layers[i];
            if (layer.Kind != LayerKind.Convolution)
                continue;
            var activation = block.Layers.Skip(i + 1).TakeWhile(other => other.Kind != LayerKind.Convolution).FirstOrDefault(other => other.Kind != LayerKind.BatchNorm);
            var kernel = $"{layer.Kernel}×{layer.Kernel}";
            var convolution = layer.IsDepthwise ? $"{kernel} dwise, s = {layer.Stride}" : $"{kernel} conv2d";
            rows.Add([Shape(layer.Input), activation is null ? $"linear {convolution}" : $"{convolution}, {activation.Kind}", Shape(layer.Output)]);
        }
        return new Table(["input", "operator", "output"], rows);
    }

    /// <summary>Table 2: runs of equal blocks.</summary>
    public static Table Architecture(NetworkPlan plan)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var i = 0; i < plan.Blocks.Count; i++)
        {
            var first = plan.Blocks[i];
            var repeats = 1;
            while (i + 1 < plan.Blocks.Count && Continues(first, plan.Blocks[i + 1]))
                (i, repeats) = (i + 1, repeats + 1);
            rows.Add([Shape(first.Input), .. Columns(first, repeats)]);
        }
        return new Table(["input", "operator", "t", "c", "n", "s"], rows);
    }

    /// <summary>The layers with weights, from the summary's cost table.</summary>
    public static Table Layers(NetworkPlan plan) => new(
        ["layer", "kernel", "stride", "groups", "input", "output", "parameters", "mult-adds", "share (%)", "output (kB)"],
        [.. new NetworkSummary(plan).Costs.Rows.Where(row => row.MultAdds > 0).Select(row => (IReadOnlyList<string>)
        [
            row.Layer.Name,
            .. row.Layer.Kind == LayerKind.Convolution ? [$"{row.Layer.Kernel}×{row.Layer.Kernel}", $"{row.Layer.Stride}", $"{row.Layer.Groups}"] : new[] { "", "", "" },
            Shape(row.Layer.Input), Shape(row.Layer.Output), Text.Whole(row.Layer.Parameters), Text.Whole(row.MultAdds), $"{100 * row.Share:F2}", $"{row.ActivationBytes / 1e3:N1}",
        ])]);

    private static bool Continues(BlockPlan first, BlockPlan next) =>
        (first.Kind, next.Kind) == (BlockKind.InvertedResidual, BlockKind.InvertedResidual)
        && next.Stride == 1 && next.ExpansionRatio == first.ExpansionRatio && next.Output.Channels == first.Output.Channels;

    private static string[] Columns(BlockPlan block, int repeats) => block.Kind switch
    {
        BlockKind.InvertedResidual => ["bottleneck", $"{block.ExpansionRatio}", $"{block.Output.Channels}", $"{repeats}", $"{block.Stride}"],
        BlockKind.Pooling => [$"avgpool {block.Input.Height}×{block.Input.Width}", "–", "–", "1", "–"],
        BlockKind.Classifier => ["conv2d 1×1", "–", "k", "–", ""],
        _ => [block.Layers[0].Kernel == 1 ? "conv2d 1×1" : "conv2d", "–", $"{block.Output.Channels}", $"{repeats}", $"{block.Stride}"],
    };

    private static string Shape(TensorShape shape) => $"{shape.Height} × {shape.Width} × {shape.Channels}";
}
