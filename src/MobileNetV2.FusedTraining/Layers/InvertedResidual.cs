using MobileNets.Architecture;

namespace MobileNets.FusedTraining;

/// <summary>
/// An inverted residual: expansion (none where t = 1; folded on large maps), depthwise convolution, projection, and the input added.
/// </summary>
internal sealed unsafe class InvertedResidual
{
    private readonly int firstLayer;
    private readonly LayerInput input;
    private readonly bool hasShortcut;
    private readonly Expansion? expansion;
    private readonly FoldedExpansion? folded;
    private readonly Depthwise depthwise;
    private readonly Projection projection;
    private readonly Materialization? output;

    /// <summary>Takes its memory.</summary>
    /// <param name="arena">Where from.</param>
    /// <param name="context">What the layers share.</param>
    /// <param name="input">The block's input; stored where the block expands it or adds it.</param>
    /// <param name="plan">The block.</param>
    /// <param name="next">The block that reads its output; null for another reader.</param>
    /// <param name="firstLayer">The number of its first convolution.</param>
    public InvertedResidual(Arena arena, PassContext context, LayerInput input, BlockPlan plan, BlockPlan? next, int firstLayer)
    {
        (this.input, this.firstLayer, hasShortcut) = (input, firstLayer, plan.HasShortcut);
        var convolutions = plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution).ToList();
        if (Folds(context, plan, input.Shape))
            folded = new FoldedExpansion(arena, context, input, convolutions[0].Output.Channels);
        else if (convolutions.Count == 3)
            expansion = new Expansion(arena, context, input, convolutions[0].Output.Channels);
        IActivations hidden = folded != null ? folded
            : input.Values is { } values && expansion == null ? new StoredActivations(values)
            : new NormedActivations(expansion?.Output ?? input.Producer, context.Training);
        depthwise = new Depthwise(arena, context, hidden, convolutions[^2]);
        projection = new Projection(arena, context, depthwise.Output, convolutions[^1].Output.Channels);
        // What a folded expansion alone reads stays as the projection puts it out: batch norm without activation can be folded as well.
        if (hasShortcut || next is not { HasShortcut: false } || !Folds(context, next, projection.Output.Shape))
            output = new Materialization(arena, context, projection.Output, hasShortcut ? input.Values : null);
        Output = output?.Output ?? new LayerInput(projection.Output, null);
        LayerCount = convolutions.Count;
    }

    public LayerInput Input => input;

    public LayerInput Output { get; }

    /// <summary>How many convolutions it has.</summary>
    public int LayerCount { get; }

    public long ScratchFloats => Math.Max(expansion?.ScratchFloats ?? folded?.ScratchFloats ?? 0, Math.Max(depthwise.ScratchFloats, projection.ScratchFloats));

    /// <summary>What its backward pass takes.</summary>
    public GradientSizes GradientSizes => new(
        depthwise.Output.Shape.Floats + (depthwise.WorksInPlace || folded != null || WritesToInput ? 0 : depthwise.InputShape.Floats),
        Math.Max(input.Shape.Floats, projection.Output.Shape.Floats),
        Math.Max(expansion?.WeightFloats ?? 0, Math.Max(depthwise.WeightFloats + (folded?.WeightFloats ?? 0), projection.WeightFloats)));

    // Without an expansion, the depthwise convolution's input is the block's.
    private bool WritesToInput => expansion == null && folded == null && input.Values != null;

    public void AddPacking(List<Action> tasks, ReadOnlySpan<FusedLayer> layers)
    {
        expansion?.AddPacking(tasks, layers[firstLayer]);
        var depthwiseLayer = layers[firstLayer + LayerCount - 2];
        tasks.Add(() => depthwise.Pack(depthwiseLayer));
        projection.AddPacking(tasks, layers[firstLayer + LayerCount - 1]);
    }

    public void AddForward(PhaseList phases, ReadOnlySpan<FusedLayer> layers)
    {
        expansion?.AddForward(phases, layers[firstLayer]);
        folded?.AddForward(phases, layers[firstLayer]);
        depthwise.AddForward(phases, layers[firstLayer + LayerCount - 2]);
        projection.AddForward(phases, layers[firstLayer + LayerCount - 1], output == null ? Output.Gram : null);
        output?.AddForward(phases);
    }

    /// <summary>Goes on from the gradient by the block's output to those of its layers and of its input.</summary>
    /// <param name="phases">Where to.</param>
    /// <param name="pass">The backward pass.</param>
    /// <param name="gradient">The gradient by the output; the sums for the last batch norm are taken.</param>
    /// <param name="inputGradient">Where the gradient by the batch norm of the input's producer goes.</param>
    /// <returns>Where it went.</returns>
    public Map AddBackward(PhaseList phases, BackwardPass pass, Map gradient, Map inputGradient)
    {
        var (depthwiseLayer, projectionLayer) = (firstLayer + LayerCount - 2, firstLayer + LayerCount - 1);
        var shortcut = hasShortcut ? gradient : (Map?)null;
        var masked = pass.Memory.Wide(depthwise.Output.Shape);
        projection.AddBackward(phases, pass, gradient, masked, pass.ReachesBefore(projectionLayer), pass.Of(projectionLayer));
        if (!pass.ReachesBefore(projectionLayer))
            return inputGradient;

        var wantsBefore = pass.ReachesBefore(depthwiseLayer);
        if (folded != null)
        {
            depthwise.AddBackward(
                phases, pass, masked, folded, shortcut, pass.ReachesBefore(firstLayer) ? inputGradient : null, wantsBefore,
                pass.Of(depthwiseLayer), pass.Of(firstLayer));
            return inputGradient;
        }
        var producer = expansion?.Output ?? input.Producer;
        var hidden = WritesToInput ? inputGradient : depthwise.WorksInPlace ? pass.Memory.Wide(producer.Shape) : pass.Memory.Wide(producer.Shape, depthwise.Output.Shape.Floats);
        depthwise.AddBackward(phases, pass, masked, producer, expansion == null ? shortcut : null, hidden, wantsBefore, pass.Of(depthwiseLayer));
        if (expansion == null || !wantsBefore)
            return hidden;

        expansion.AddBackward(phases, pass, hidden, shortcut, pass.ReachesBefore(firstLayer) ? inputGradient : null, pass.Of(firstLayer));
        return inputGradient;
    }

    private static bool Folds(PassContext context, BlockPlan plan, MapShape input) => plan.ExpansionRatio > 1 && input.Pixels >= context.FewestFoldedPixels;
}
