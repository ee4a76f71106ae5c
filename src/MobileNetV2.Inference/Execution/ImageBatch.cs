using MobileNets.Architecture;

namespace MobileNets.Inference;

/// <summary>Images that lie one after another and what is wanted of them; the memory is the caller's.</summary>
internal readonly unsafe struct ImageBatch
{
    /// <summary>Planes <c>[N, C, H, W]</c>.</summary>
    public float* Images { get; init; }

    /// <summary>How many images.</summary>
    public int Count { get; init; }

    /// <summary>Shape of an image.</summary>
    public TensorShape Shape { get; init; }

    /// <summary>Where the logits go, <c>[N, K]</c>; null where they are not wanted.</summary>
    public float* Logits { get; init; }

    /// <summary>K.</summary>
    public int Classes { get; init; }

    /// <summary>Where the pooled features go, <c>[N, F]</c>; null where they are not wanted.</summary>
    public float* Embeddings { get; init; }

    /// <summary>F.</summary>
    public int EmbeddingLength { get; init; }

    /// <summary>The feature maps wanted.</summary>
    public Tap* Taps { get; init; }

    /// <summary>How many feature maps.</summary>
    public int TapCount { get; init; }

    /// <summary>The plan's last block that has to be computed.</summary>
    public int LastBlock { get; init; }

    /// <summary>One of the images.</summary>
    public ImageTask this[int index] => new()
    {
        Image = Images + index * (nint)Shape.Elements,
        Logits = Logits == null ? null : Logits + index * (nint)Classes,
        Embedding = Embeddings == null ? null : Embeddings + index * (nint)EmbeddingLength,
        Taps = Taps,
        TapCount = TapCount,
        Index = index,
    };
}
