namespace MobileNets.Kernels.Tests;

public unsafe class StemGradientTests
{
    private readonly Random random = new(8);
    private FetchCursor fetch;

    [Theory, ClassData(typeof(VectorSets))]
    public void StemGradientRow_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 33).Concat([112, 113]))
            for (var channels = 1; channels <= 7; channels++)
            {
                var planeWidth = 2 * width + 1;
                using var rows = new GuardedFloats(3 * channels * planeWidth, random);
                using var gradient = new GuardedFloats(width * 16, random);
                using var expected = new GuardedFloats(channels * 9 * 16, random);
                using var sums = expected.Copy();
                var call = new StemGradientCall
                {
                    Above = rows.Pointer + 1,
                    Center = rows.Pointer + channels * planeWidth + 1,
                    Below = rows.Pointer + 2 * channels * planeWidth + 1,
                    ChannelStride = planeWidth,
                    InputChannels = channels,
                    Gradient = gradient.Pointer,
                    OutputWidth = width,
                    Sums = expected.Pointer,
                };
                KernelSet.Scalar.Training.StemGradientRow(in call, ref fetch);
                call.Sums = sums.Pointer;
                VectorSets.Named(name).Training.StemGradientRow(in call, ref fetch);

                sums.Equals(expected).Should().BeTrue("{0} channels, {1} pixels", channels, width);
            }
    }

    // As the depthwise one: Σ gradient · output = Σ weights · (gradient by the weights).
    [Theory, ClassData(typeof(VectorSets))]
    public void StemGradientRow_OfWholeNumbers_IsTheAdjointOfTheConvolution(string name)
    {
        foreach (var width in new[] { 1, 2, 9, 16 })
            foreach (var channels in new[] { 1, 3, 4 })
            {
                var planeWidth = 2 * width + 1;
                using var picture = WholeNumbers(3 * channels * planeWidth);
                using var weights = WholeNumbers(channels * 9 * 16);
                using var gradient = WholeNumbers(width * 16);
                using var bias = new GuardedFloats(16, _ => 0);
                using var output = new GuardedFloats(width * 16, _ => 7);
                using var sums = new GuardedFloats(channels * 9 * 16, _ => 0);
                var above = picture.Pointer + 1;
                var center = above + channels * planeWidth;
                var below = center + channels * planeWidth;
                KernelSet.Scalar.Floats.StemRow(new StemRowCall<float>
                {
                    Above = above,
                    Center = center,
                    Below = below,
                    ChannelStride = planeWidth,
                    InputChannels = channels,
                    Weights = weights.Pointer,
                    Bias = bias.Pointer,
                    Output = output.Pointer,
                    OutputBlockStride = width * 16,
                    OutputChannels = 16,
                    OutputWidth = width,
                });
                VectorSets.Named(name).Training.StemGradientRow(new StemGradientCall
                {
                    Above = above,
                    Center = center,
                    Below = below,
                    ChannelStride = planeWidth,
                    InputChannels = channels,
                    Gradient = gradient.Pointer,
                    OutputWidth = width,
                    Sums = sums.Pointer,
                }, ref fetch);

                for (var channel = 0; channel < 16; channel++)
                {
                    var (byOutput, byWeights) = (0f, 0f);
                    for (var i = channel; i < gradient.Values.Length; i += 16)
                        byOutput += gradient.Values[i] * output.Values[i];
                    for (var i = channel; i < weights.Values.Length; i += 16)
                        byWeights += weights.Values[i] * sums.Values[i];
                    byWeights.Should().Be(byOutput);
                }
            }
    }

    private GuardedFloats WholeNumbers(int length) => new(length, _ => random.Next(-3, 4));
}
