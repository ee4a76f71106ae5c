namespace MobileNets.Kernels.Tests;

public unsafe class StemRowTests
{
    private readonly Random random = new(3);

    [Theory, ClassData(typeof(VectorSets))]
    public void StemRow_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 40).Concat([49, 56, 112]))
            foreach (var outputs in new[] { 8, 16, 24, 32, 48, 64 })
            {
                var (channels, panels) = (random.Next(1, 5), (outputs + 15) / 16);
                var planeWidth = 2 * width + 1;
                using var above = new GuardedFloats(channels * planeWidth, random);
                using var center = new GuardedFloats(channels * planeWidth, random);
                using var below = new GuardedFloats(channels * planeWidth, random);
                using var weights = new GuardedFloats(panels * channels * 9 * 16, random);
                using var bias = new GuardedFloats(panels * 16, random);
                using var expected = new GuardedFloats(panels * width * 16, _ => 7);
                using var output = expected.Copy();
                var call = new StemRowCall<float>
                {
                    Above = above.Pointer + 1,
                    Center = center.Pointer + 1,
                    Below = below.Pointer + 1,
                    ChannelStride = planeWidth,
                    InputChannels = channels,
                    Weights = weights.Pointer,
                    Bias = bias.Pointer,
                    Output = expected.Pointer,
                    OutputBlockStride = width * 16,
                    OutputChannels = outputs,
                    OutputWidth = width,
                    ReLU6 = random.Next(2) == 0,
                };
                KernelSet.Scalar.Floats.StemRow(in call);
                call.Output = output.Pointer;
                VectorSets.Named(name).Floats.StemRow(in call);

                output.Equals(expected).Should().BeTrue("{0} channels, {1} pixels, {2} outputs", channels, width, outputs);
            }
    }
}
