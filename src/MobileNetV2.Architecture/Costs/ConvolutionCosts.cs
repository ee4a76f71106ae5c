namespace MobileNets.Architecture;

/// <summary>
/// Mult-adds of convolutions by formula (arXiv 1801.04381, section 3). The output is as large as the input (stride 1), and windows that
/// stick out of the map multiply the zeros around it, too. <see cref="LayerPlan.MultAdds"/> counts the same for any stride.
/// </summary>
public static class ConvolutionCosts
{
    /// <summary>h · w · d′ · d″ · k²: a standard convolution (section 3.1).</summary>
    /// <param name="height">h, rows of the map, at least 1.</param>
    /// <param name="width">w, pixels a row, at least 1.</param>
    /// <param name="inputChannels">d′, at least 1.</param>
    /// <param name="outputChannels">d″, at least 1.</param>
    /// <param name="kernel">k, the window's side in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1.</exception>
    /// <exception cref="OverflowException">The product exceeds 64 bits.</exception>
    public static long Standard(int height, int width, int inputChannels, int outputChannels, int kernel)
    {
        RequirePositive(height, width, inputChannels, outputChannels, kernel);
        return checked((long)height * width * inputChannels * outputChannels * kernel * kernel);
    }

    /// <summary>h · w · d′ · (k² + d″): a depthwise convolution and a pointwise one after it (section 3.1, equation 1).</summary>
    /// <inheritdoc cref="Standard"/>
    public static long DepthwiseSeparable(int height, int width, int inputChannels, int outputChannels, int kernel)
    {
        RequirePositive(height, width, inputChannels, outputChannels, kernel);
        return checked((long)height * width * inputChannels * ((long)kernel * kernel + outputChannels));
    }

    /// <summary>h · w · d′ · t · (d′ + k² + d″): expansion, depthwise convolution and projection of an inverted residual (section 3.3).</summary>
    /// <param name="height">h, rows of the map, at least 1.</param>
    /// <param name="width">w, pixels a row, at least 1.</param>
    /// <param name="inputChannels">d′, at least 1.</param>
    /// <param name="expansionRatio">t, at least 1. The formula counts an expansion for t = 1, too; a network leaves it out.</param>
    /// <param name="outputChannels">d″, at least 1.</param>
    /// <param name="kernel">k, the depthwise window's side in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is below 1.</exception>
    /// <exception cref="OverflowException">The product exceeds 64 bits.</exception>
    public static long InvertedResidual(int height, int width, int inputChannels, int expansionRatio, int outputChannels, int kernel)
    {
        RequirePositive(height, width, inputChannels, outputChannels, kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(expansionRatio, 1);
        return checked((long)height * width * inputChannels * expansionRatio * (inputChannels + (long)kernel * kernel + outputChannels));
    }

    private static void RequirePositive(int height, int width, int inputChannels, int outputChannels, int kernel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
    }
}
