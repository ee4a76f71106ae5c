using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>
/// MobileNetV2's features and average pool, forwards and backwards, on raw float32 memory: what training spends its time on, without torch.
/// Any network of the family, of any picture size. One pass runs at a time; calls from several threads wait for each other. Sums have a
/// fixed order: results are the same, bit for bit, run to run with the same number of threads.
/// </summary>
public sealed unsafe class FusedNetwork : IDisposable
{
    private readonly NetworkPlan plan;
    private readonly KernelSet kernels;
    private readonly WorkerTeam team;
    private readonly BufferPool buffers = new();
    private readonly AlignedBuffer[] scratch;
    private readonly Lock running = new();
    private AlignedBuffer zeros = new(0);
    private AlignedBuffer gradientMemory = new(0);
    private bool disposed;

    /// <summary>Takes a network.</summary>
    /// <param name="plan">A MobileNetV2 of any width, table and number of classes; what follows the pool is left to the caller.</param>
    /// <param name="threads">How many threads work on a pass, the caller's included; at least 1.</param>
    /// <param name="kernels">The kernels; the best that the machine has, unless given.</param>
    /// <exception cref="NotSupportedException">The plan is not a MobileNetV2's: the message says where.</exception>
    public FusedNetwork(NetworkPlan plan, int threads, KernelSet? kernels = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (Obstacle(plan) is { } obstacle)
            throw new NotSupportedException($"{plan.Name} cannot be trained fused: {obstacle}.");
        (this.plan, this.kernels) = (plan, kernels ?? KernelSet.Best);
        team = new WorkerTeam(threads);
        scratch = new AlignedBuffer[threads];
        scratch.AsSpan().Fill(new AlignedBuffer(0));
        LayerCount = plan.Layers.Count(layer => layer.Kind == LayerKind.Convolution);
        EmbeddingLength = plan.Blocks.Last(block => block.Kind == BlockKind.ConvNormActivation).Output.Channels;
    }

    /// <summary>What keeps a network from being computed here, as a phrase for a log; null where nothing does.</summary>
    /// <param name="plan">The network.</param>
    public static string? Obstacle(NetworkPlan plan) => SupportedPlan.Obstacle(plan);

    /// <summary>Convolutions with batch norm: 52 in the network as published.</summary>
    public int LayerCount { get; }

    /// <summary>Numbers of an embedding: 1280 in the network as published.</summary>
    public int EmbeddingLength { get; }

    /// <summary>
    /// Computes the pooled embeddings of a batch, and updates the running statistics of the layers that use the batch's. Weights are copied:
    /// they may change before <see cref="FusedPass.Backward"/>.
    /// </summary>
    /// <param name="images"><c>[count, channels, height, width]</c>, normalised.</param>
    /// <param name="count">How many; at least 1. Where batch statistics are used, every layer must have more than one value a channel.</param>
    /// <param name="height">Rows of an image; at least 1.</param>
    /// <param name="width">Pixels of a row; at least 1.</param>
    /// <param name="layers">The convolutions in the plan's order, <see cref="LayerCount"/> of them.</param>
    /// <param name="keep">Whether a backward pass may follow.</param>
    /// <param name="embedding"><c>[count, <see cref="EmbeddingLength"/>]</c>.</param>
    /// <returns>What a backward pass needs; null unless kept.</returns>
    /// <exception cref="ArgumentException">The number of layers is another.</exception>
    /// <exception cref="ObjectDisposedException">The network is disposed.</exception>
    public FusedPass? Forward(float* images, int count, int height, int width, ReadOnlySpan<FusedLayer> layers, bool keep, float* embedding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (layers.Length != LayerCount)
            throw new ArgumentException($"The network has {LayerCount} convolutions, {layers.Length} were given.", nameof(layers));
        lock (running)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var picture = new MapShape(plan.Input.Channels, height, width);
            var groups = new ImageGroups(count, team.Members);
            GrowZeros(picture);
            var context = new PassContext(kernels, groups, team.Members, zeros);
            var measure = new Arena(null);
            var sizes = new TrainingGraph(measure, context, plan, picture);
            var memory = buffers.Rent(measure.Used);
            GrowScratch(sizes.ScratchFloats);

            var graph = new TrainingGraph(new Arena(memory.Pointer), context, plan, picture);
            var phases = new PhaseList(scratch);
            graph.AddForward(phases, images, layers, embedding);
            phases.RunBy(team);
            if (keep)
                return new FusedPass(this, graph, groups, memory);
            buffers.Return(memory);
            return null;
        }
    }

    /// <summary>Frees the memory and ends the threads. Passes that were kept can no longer go backward.</summary>
    public void Dispose()
    {
        lock (running)
        {
            if (disposed)
                return;
            disposed = true;
            team.Dispose();
            buffers.Dispose();
            zeros.Dispose();
            gradientMemory.Dispose();
            foreach (var buffer in scratch)
                buffer.Dispose();
        }
    }

    internal void Backward(
        TrainingGraph graph, ImageGroups groups, float* images, float* embeddingGradient, FusedGradients[] gradients, float* imageGradient)
    {
        lock (running)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            Grow(ref gradientMemory, GradientMemory.Floats(graph.GradientSizes, groups));
            GrowScratch(graph.ScratchFloats);
            var pass = new BackwardPass(new GradientMemory(gradientMemory.Pointer, graph.GradientSizes, groups), gradients, imageGradient);
            var phases = new PhaseList(scratch);
            graph.AddBackward(phases, pass, images, embeddingGradient);
            phases.RunBy(team);
        }
    }

    internal void Return(AlignedBuffer memory)
    {
        lock (running)
            if (disposed)
                memory.Dispose();
            else
                buffers.Return(memory);
    }

    // A row of the widest map, or the bias of the widest layer. Passes that are kept hold on to the zeros that they were made with.
    private void GrowZeros(MapShape picture)
    {
        var channels = plan.Layers.Max(layer => layer.Output.Channels) + KernelSet.BlockChannels;
        var floats = Math.Max(channels, picture.Width * KernelSet.BlockChannels);
        if (zeros.Length < floats)
            zeros = new AlignedBuffer(floats);
    }

    private void GrowScratch(long floats)
    {
        for (var member = 0; member < scratch.Length; member++)
            Grow(ref scratch[member], floats);
    }

    private static void Grow(ref AlignedBuffer buffer, long floats)
    {
        if (buffer.Length >= floats)
            return;
        buffer.Dispose();
        buffer = new AlignedBuffer(floats);
    }
}
