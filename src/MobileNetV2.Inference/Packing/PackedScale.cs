namespace MobileNets.Inference;

/// <summary>A layer's biases and, of integers, its scales: a number an output, whole panels.</summary>
internal sealed unsafe class PackedScale<T>
    where T : unmanaged
{
    private readonly Arena _arena;
    private readonly long _biasOffset;
    private readonly long _scaleOffset;

    /// <summary>Takes its place in memory.</summary>
    public PackedScale(int outputs, int panelOutputs, Arena arena)
    {
        _arena = arena;
        var length = (long)(outputs + panelOutputs - 1) / panelOutputs * panelOutputs;
        _biasOffset = arena.Place<float>(length);
        _scaleOffset = arena.Place<float>(typeof(T) == typeof(float) ? 0 : length);
    }

    public float* Bias => _arena.At<float>(_biasOffset);

    /// <summary>Only of integers.</summary>
    public float* Scale => _arena.At<float>(_scaleOffset);

    /// <summary>Fills its place.</summary>
    public void Pack(LayerWeights<T> weights)
    {
        Panels.Copy(weights.Bias, Bias);
        Panels.Copy(weights.Scale, Scale);
    }
}
