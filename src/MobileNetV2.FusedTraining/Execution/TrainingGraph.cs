using MobileNets.Architecture;

namespace MobileNets.FusedTraining;

/// <summary>The layers of a network for one batch: stem, inverted residuals, head and pool, with the memory for what a backward pass needs of a forward.</summary>
internal sealed unsafe class TrainingGraph
{
    private readonly ImageGroups groups;
    private readonly Stem stem;
    private readonly Materialization? stemOutput;
    private readonly List<InvertedResidual> blocks = [];
    private readonly Expansion head;
    private readonly Pooling pooling;

    /// <summary>Takes its memory.</summary>
    /// <param name="arena">Where from; an empty one to learn how much.</param>
    /// <param name="context">What the layers share.</param>
    /// <param name="plan">The network.</param>
    /// <param name="picture">The size of the pictures.</param>
    public TrainingGraph(Arena arena, PassContext context, NetworkPlan plan, MapShape picture)
    {
        groups = context.Groups;
        stem = new Stem(arena, context, picture, plan.Blocks[0].Output.Channels);
        var residuals = plan.Blocks.Where(block => block.Kind == BlockKind.InvertedResidual).ToList();
        var input = new LayerInput(stem.Output, null);
        if (residuals.Count == 0 || residuals[0].ExpansionRatio > 1 || residuals[0].HasShortcut)
        {
            stemOutput = new Materialization(arena, context, stem.Output, null);
            input = stemOutput.Output;
        }
        var layers = 1;
        for (var i = 0; i < residuals.Count; i++)
        {
            var block = new InvertedResidual(arena, context, input, residuals[i], residuals.ElementAtOrDefault(i + 1), layers);
            blocks.Add(block);
            input = block.Output;
            layers += block.LayerCount;
        }
        head = new Expansion(arena, context, input, plan.Blocks[residuals.Count + 1].Output.Channels);
        pooling = new Pooling(context, head.Output);
        LayerCount = layers + 1;

        var headInput = input.Shape;
        ScratchFloats = Math.Max(Math.Max(stem.ScratchFloats, head.ScratchFloats), pooling.ScratchFloats);
        var sizes = new GradientSizes(
            Math.Max(head.Output.Shape.Floats, stem.Output.Shape.Floats), headInput.Floats, Math.Max(head.WeightFloats, stem.WeightFloats));
        foreach (var block in blocks)
        {
            ScratchFloats = Math.Max(ScratchFloats, block.ScratchFloats);
            sizes = sizes.Max(block.GradientSizes);
        }
        GradientSizes = sizes;
    }

    /// <summary>Convolutions with batch norm.</summary>
    public int LayerCount { get; }

    /// <summary>Floats that each thread needs.</summary>
    public long ScratchFloats { get; }

    /// <summary>What a backward pass needs.</summary>
    public GradientSizes GradientSizes { get; }

    public void AddForward(PhaseList phases, float* images, ReadOnlySpan<FusedLayer> layers, float* embedding)
    {
        var (stemLayer, headLayer) = (layers[0], layers[^1]);
        var packing = new List<Action> { () => stem.Pack(stemLayer) };
        foreach (var block in blocks)
            block.AddPacking(packing, layers);
        head.AddPacking(packing, headLayer);
        phases.Add("pack", packing);

        stem.AddForward(phases, images, stemLayer);
        stemOutput?.AddForward(phases);
        foreach (var block in blocks)
            block.AddForward(phases, layers);
        head.AddForward(phases, headLayer);
        pooling.AddForward(phases, embedding);
    }

    public void AddBackward(PhaseList phases, BackwardPass pass, float* images, float* embeddingGradient)
    {
        if (!pass.Reaches(LayerCount - 1))
            return;
        var headGradient = pass.Memory.Wide(head.Output.Shape);
        pooling.AddBackward(phases, embeddingGradient, headGradient);
        var gradient = pass.Memory.Narrow(blocks.Count, (blocks.Count == 0 ? stem.Output : blocks[^1].Output.Producer).Shape);
        head.AddBackward(phases, pass, headGradient, null, pass.ReachesBefore(LayerCount - 1) ? gradient : null, pass.Of(LayerCount - 1));

        var layer = LayerCount - 1;
        for (var i = blocks.Count - 1; i >= 0 && pass.ReachesBefore(layer); i--)
        {
            layer -= blocks[i].LayerCount;
            gradient = blocks[i].AddBackward(phases, pass, gradient, pass.Memory.Narrow(i, blocks[i].Input.Shape));
        }
        if (pass.ReachesBefore(1))
            stem.AddBackward(phases, pass, images, gradient, pass.Of(0));
    }
}
