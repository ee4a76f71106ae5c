using MobileNets.Architecture;

namespace MobileNets.FusedTraining;

/// <summary>Whether a plan is one that <see cref="FusedNetwork"/> computes.</summary>
internal static class SupportedPlan
{
    /// <summary>What keeps a plan from being computed, as a phrase for a log; null where nothing does.</summary>
    public static string? Obstacle(NetworkPlan plan)
    {
        var features = plan.Blocks.TakeWhile(block => block.Kind is BlockKind.ConvNormActivation or BlockKind.InvertedResidual).ToList();
        if (features.Count < 2 || !IsStem(features[0]) || !IsHead(features[^1]))
            return "it does not begin with a 3×3 stem of stride 2 and end with a 1×1 head";
        foreach (var block in features.Skip(1).SkipLast(1))
        {
            if (block.Kind != BlockKind.InvertedResidual || block.Layers.Any(layer => layer.Kind == LayerKind.ReLU || layer.Stride > 2))
                return $"{block.Name} is no inverted residual with ReLU6 and a stride of 1 or 2";
            if (block.Layers[^1].Kind == LayerKind.ReLU6)
                return $"{block.Name} has a {BottleneckActivation.ReLU6} bottleneck";
            if (block.HasExpansionShortcut)
                return $"{block.Name} has a shortcut between expansions";
        }
        foreach (var block in plan.Blocks.Skip(features.Count))
            if (block.Kind is not (BlockKind.Pooling or BlockKind.Classifier))
                return $"{block.Name} follows the head";
        return null;
    }

    private static bool IsStem(BlockPlan block) => IsConvolution(block, kernel: 3, stride: 2);

    private static bool IsHead(BlockPlan block) => IsConvolution(block, kernel: 1, stride: 1);

    private static bool IsConvolution(BlockPlan block, int kernel, int stride) =>
        block.Kind == BlockKind.ConvNormActivation && block.Layers[0].Kernel == kernel && block.Layers[0].Stride == stride
        && block.Layers[0].Groups == 1 && block.Layers[^1].Kind == LayerKind.ReLU6;
}
