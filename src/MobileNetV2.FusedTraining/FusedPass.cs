using MobileNets.Kernels;

namespace MobileNets.FusedTraining;

/// <summary>What a forward pass left for backward passes: about 30 MB an image at width 1.0 and 224 × 224. Its memory goes back to the network when it is disposed.</summary>
public sealed unsafe class FusedPass : IDisposable
{
    private readonly FusedNetwork network;
    private readonly TrainingGraph graph;
    private readonly ImageGroups groups;
    private AlignedBuffer? memory;

    internal FusedPass(FusedNetwork network, TrainingGraph graph, ImageGroups groups, AlignedBuffer memory) =>
        (this.network, this.graph, this.groups, this.memory) = (network, graph, groups, memory);

    /// <summary>Computes the gradients that are wanted; may be called again. Layers before the first that wants one are left out.</summary>
    /// <param name="images">The images of the forward pass, unchanged.</param>
    /// <param name="embeddingGradient">The gradient by the embeddings, <c>[count, embedding]</c>.</param>
    /// <param name="gradients">Where the layers' gradients go, in the plan's order.</param>
    /// <param name="imageGradient">Where the images' gradient goes, laid out as they are; null where it is not wanted.</param>
    /// <exception cref="ArgumentException">The number of layers is another.</exception>
    /// <exception cref="ObjectDisposedException">The pass or its network is disposed.</exception>
    public void Backward(float* images, float* embeddingGradient, ReadOnlySpan<FusedGradients> gradients, float* imageGradient)
    {
        ObjectDisposedException.ThrowIf(memory == null, this);
        if (gradients.Length != graph.LayerCount)
            throw new ArgumentException($"The network has {graph.LayerCount} convolutions, gradients of {gradients.Length} were given.", nameof(gradients));
        network.Backward(graph, groups, images, embeddingGradient, gradients.ToArray(), imageGradient);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref memory, null) is { } returned)
            network.Return(returned);
    }
}
