namespace MobileNets.Inference;

/// <summary>A layer's biases and, of integers, its scales: a number an output, whole panels.</summary>
internal sealed unsafe class PackedScale<T>
    where T : unmanaged
{
    private readonly long _biasOffset;
    private readonly long _scaleOffset;

    /// <summary>Takes its place in memory.</summary>
    public PackedScale(int outputs, int panelOutputs, ArenaLayout layout)
    {
        var length = (long)(outputs + panelOutputs - 1) / panelOutputs * panelOutputs;
        _biasOffset = layout.Place<float>(length);
        _scaleOffset = layout.Place<float>(typeof(T) == typeof(float) ? 0 : length);
    }

    public float* Bias { get; private set; }

    /// <summary>Only of integers.</summary>
    public float* Scale { get; private set; }

    /// <summary>Fills its place.</summary>
    public void Pack(LayerWeights<T> weights, byte* arena)
    {
        Bias = (float*)(arena + _biasOffset);
        Scale = (float*)(arena + _scaleOffset);
        Panels.Copy(weights.Bias, Bias);
        Panels.Copy(weights.Scale, Scale);
    }
}
