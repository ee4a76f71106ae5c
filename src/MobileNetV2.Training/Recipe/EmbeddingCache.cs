using System.Runtime.InteropServices;
using MobileNets.Modules;
using MobileNets.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Training;

/// <summary>
/// What the convolutional part makes of every picture, computed once. While it stays frozen, with batch norm in evaluation mode and pictures
/// that are not augmented, training the classifier on these embeddings is training the whole network, in a fraction of the time.
/// </summary>
public sealed class EmbeddingCache : IDisposable
{
    private readonly Tensor _embeddings;
    private readonly Tensor _labels;

    private EmbeddingCache(Tensor embeddings, Tensor labels)
    {
        _embeddings = embeddings;
        _labels = labels;
    }

    /// <summary>Pictures in the cache.</summary>
    public long Count => _labels.numel();

    /// <summary>Runs a network's convolutional part over pictures. The network is put in evaluation mode and stays in it.</summary>
    /// <param name="model">The network, on the CPU.</param>
    /// <param name="batches">All pictures in the order in which they will be asked for, prepared as for evaluation; each batch is disposed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The cache: 5 KB a picture at width 1. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static EmbeddingCache Compute(MobileNetV2 model, IEnumerable<Batch> batches, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        model.eval();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var embeddings = new List<Tensor>();
        var labels = new List<long>();
        foreach (var batch in batches)
        {
            using (batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var images = empty(batch.Shape);
                MemoryMarshal.AsBytes(batch.Pixels).CopyTo(images.bytes);
                embeddings.Add(model.Embed(images));
                labels.AddRange(batch.Labels);
            }
        }
        if (labels.Count == 0)
            throw new ArgumentException("There are no pictures to embed.", nameof(batches));
        return new EmbeddingCache(cat(embeddings).DetachFromDisposeScope(), tensor(labels.ToArray()).DetachFromDisposeScope());
    }

    /// <summary>Takes a batch out; the caller disposes both tensors.</summary>
    /// <param name="samples">Places in the order of <see cref="Compute"/>'s pictures, 0 to <see cref="Count"/> − 1.</param>
    /// <returns>Embeddings, float32 [N, 1280] (the network's embedding size), for its classifier, and labels, int64 [N].</returns>
    public (Tensor Embeddings, Tensor Labels) Batch(params ReadOnlySpan<long> samples)
    {
        using var places = tensor(samples.ToArray());
        return (_embeddings.index_select(0, places), _labels.index_select(0, places));
    }

    /// <summary>Frees the embeddings.</summary>
    public void Dispose()
    {
        _embeddings.Dispose();
        _labels.Dispose();
    }
}
