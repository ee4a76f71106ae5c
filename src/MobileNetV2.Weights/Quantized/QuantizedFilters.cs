namespace MobileNets.Weights;

/// <summary>
/// The filters of a layer as 8-bit integers. Each output channel has a scale of its own and no zero point:
/// <c>weight[o, k] ≈ scale[o] · quantized[o, k]</c>.
/// </summary>
/// <param name="Weight">Filters, row-major as in the state dict; −127 to 127.</param>
/// <param name="Scale">One number an output channel, above 0.</param>
public sealed record QuantizedFilters(sbyte[] Weight, float[] Scale)
{
    private const int Maximum = sbyte.MaxValue;

    // A filter's sum of magnitudes, times activations of twelve bits, has to stay within 32 bits.
    private const int MaximumSum = int.MaxValue / 4095;

    // Small enough that a filter below it is zero, large enough that its reciprocal is finite.
    private const float SmallestScale = 1e-30f;

    /// <summary>Quantises filters to the nearest.</summary>
    /// <param name="filters">Filters, row-major; finite.</param>
    /// <param name="outputs">How many filters.</param>
    public static QuantizedFilters Quantize(ReadOnlySpan<float> filters, int outputs)
    {
        var (weight, scale) = (new sbyte[filters.Length], new float[outputs]);
        var length = filters.Length / outputs;
        for (var output = 0; output < outputs; output++)
        {
            var filter = filters.Slice(output * length, length);
            var (largest, sum) = (0f, 0.0);
            foreach (var value in filter)
            {
                largest = Math.Max(largest, Math.Abs(value));
                sum += Math.Abs(value);
            }
            scale[output] = (float)Math.Max(Math.Max(largest / Maximum, SmallestScale), sum / Math.Max(1, MaximumSum - length));
            for (var k = 0; k < length; k++)
                weight[output * length + k] = (sbyte)Math.Clamp(MathF.Round(filter[k] / scale[output]), -Maximum, Maximum);
        }
        return new QuantizedFilters(weight, scale);
    }
}
