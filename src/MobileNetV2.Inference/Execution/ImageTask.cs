namespace MobileNets.Inference;

/// <summary>One image and what is wanted of it; the memory is the caller's.</summary>
internal readonly unsafe struct ImageTask
{
    /// <summary>Planes <c>[C, H, W]</c>.</summary>
    public float* Image { get; init; }

    /// <summary>Where the classifier's outputs go; null where they are not wanted.</summary>
    public float* Logits { get; init; }

    /// <summary>Where the pooled features go; null where they are not wanted.</summary>
    public float* Embedding { get; init; }

    /// <summary>The feature maps wanted.</summary>
    public Tap* Taps { get; init; }

    /// <summary>How many feature maps.</summary>
    public int TapCount { get; init; }

    /// <summary>Which image of a batch this is: how far its feature maps are from the first image's.</summary>
    public int Index { get; init; }

    /// <summary>Hands out some channels of neighbouring pixels of a block's output where its map is wanted.</summary>
    /// <param name="block">The plan's block.</param>
    /// <param name="source">The first channel, which begins a channel block, of the first pixel.</param>
    /// <param name="blockStride">Floats from a channel block to the next.</param>
    /// <param name="firstChannel">The first channel.</param>
    /// <param name="channelCount">How many channels.</param>
    /// <param name="firstPixel">The first pixel of the map.</param>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="mapPixels">Pixels of the whole map.</param>
    public void HandOut(
        int block, float* source, nint blockStride, int firstChannel, int channelCount, int firstPixel, int pixels, nint mapPixels)
    {
        for (var i = 0; i < TapCount; i++)
            if (Taps[i].Block == block)
                Tensors.ToPlanes(source, blockStride, firstChannel, channelCount, pixels,
                    Taps[i].Map + Index * Taps[i].ImageStride + firstPixel, mapPixels);
    }
}
