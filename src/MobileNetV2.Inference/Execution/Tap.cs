namespace MobileNets.Inference;

/// <summary>A feature map that the caller wants.</summary>
internal unsafe struct Tap
{
    /// <summary>The plan's block whose output it is.</summary>
    public int Block;

    /// <summary>Where it goes: <c>[C, H, W]</c>.</summary>
    public float* Map;

    /// <summary>Floats from an image's map to the next image's.</summary>
    public nint ImageStride;
}
