namespace MobileNets.Kernels.Tests;

public unsafe class IntegerKernelTests
{
    private const int Maximum = KernelSet.IntegerMaximum;

    private static readonly int[] PixelCounts = [.. Enumerable.Range(1, 30), 49, 56, 113];
    private static readonly int[] InputCounts = [1, 2, 3, 15, 16, 17, 24, 33, 64, 71];
    private static readonly int[] OutputCounts = [.. Enumerable.Range(1, 9).Select(units => 8 * units), 1, 13, 100];

    private readonly Random random = new(6);

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
            foreach (var outputs in OutputCounts)
                AssertEqual(VectorSets.Named(name), pixels, InputCounts[random.Next(InputCounts.Length)], outputs, random.Next(16));
        foreach (var inputs in InputCounts)
            for (var flags = 0; flags < 16; flags++)
                AssertEqual(VectorSets.Named(name), random.Next(1, 50), inputs, random.Next(1, 80), flags);
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfKnownNumbers_IsTheFormula(string name)
    {
        var (pixels, inputs, outputs) = (5, 19, 40);
        using var input = new GuardedIntegers(2 * pixels * 16, i => (short)(i / 16 % pixels + i % 16));
        using var weights = new GuardedIntegers(3 * 20 * 16, i => (short)(Input(i) == 19 ? 0 : i / 2 % 16 - Input(i) % 3));
        using var scale = new GuardedFloats(48, _ => 0.25f);
        using var bias = new GuardedFloats(48, i => i);
        using var residual = new GuardedIntegers(3 * pixels * 16, i => (short)(i % 16));
        using var output = new GuardedIntegers(3 * pixels * 16, _ => 0);
        VectorSets.Named(name).Integers.Pointwise(new PointwiseCall<short>
        {
            Input = input.Pointer,
            InputBlockStride = pixels * 16,
            InputChannels = inputs,
            Weights = weights.Pointer,
            PanelStride = 20 * 16,
            Scale = scale.Pointer,
            Bias = bias.Pointer,
            Output = output.Pointer,
            OutputBlockStride = pixels * 16,
            OutputChannels = outputs,
            Residual = residual.Pointer,
            ResidualScale = 3,
            Pixels = pixels,
        });

        for (var pixel = 0; pixel < pixels; pixel++)
            for (var channel = 0; channel < outputs; channel++)
            {
                var sum = 0.0;
                for (var k = 0; k < inputs; k++)
                    sum += (pixel + k % 16) * (channel % 16 - k % 3);
                output.Values[channel / 16 * pixels * 16 + pixel * 16 + channel % 16].Should()
                    .Be((short)Math.Clamp(Math.Round(sum / 4 + channel + 3 * (channel % 16), MidpointRounding.ToEven), -Maximum, Maximum));
            }

        static int Input(int i) => i / 32 % 10 * 2 + i % 2;
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfTheLargestNumbers_DoesNotOverflow(string name)
    {
        const int Inputs = 4128;
        foreach (var sign in new[] { 1, -1 })
        {
            using var input = new GuardedIntegers(Inputs, _ => Maximum);
            using var weights = new GuardedIntegers(Inputs * 16, _ => (short)(127 * sign));
            using var scale = new GuardedFloats(16, _ => 4000f / (127f * Maximum * Inputs));
            using var bias = new GuardedFloats(16, _ => 0.25f);
            using var output = new GuardedIntegers(16, _ => 0);
            VectorSets.Named(name).Integers.Pointwise(new PointwiseCall<short>
            {
                Input = input.Pointer,
                InputBlockStride = 16,
                InputChannels = Inputs,
                Weights = weights.Pointer,
                Scale = scale.Pointer,
                Bias = bias.Pointer,
                Output = output.Pointer,
                OutputChannels = 16,
                Pixels = 1,
            });

            output.Values.ToArray().Should().AllBeEquivalentTo((short)(4000 * sign));
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_BeyondAnyInteger_IsTheNearestLimit(string name)
    {
        foreach (var (value, activation, expected) in new[] { (1e30f, false, Maximum), (-1e30f, false, -Maximum), (1e30f, true, Maximum), (-1e30f, true, 0) })
        {
            // Three pixels: two that are stored together, and one alone.
            using var input = new GuardedIntegers(3 * 16, _ => 1);
            using var weights = new GuardedIntegers(2 * 16, _ => 1);
            using var scale = new GuardedFloats(16, _ => 1);
            using var bias = new GuardedFloats(16, _ => value);
            using var output = new GuardedIntegers(3 * 16, _ => 7);
            VectorSets.Named(name).Integers.Pointwise(new PointwiseCall<short>
            {
                Input = input.Pointer,
                InputBlockStride = 3 * 16,
                InputChannels = 2,
                Weights = weights.Pointer,
                Scale = scale.Pointer,
                Bias = bias.Pointer,
                Output = output.Pointer,
                OutputChannels = 16,
                Pixels = 3,
                ReLU6 = activation,
            });

            output.Values.ToArray().Should().AllBeEquivalentTo((short)expected, "{0} with{1} ReLU6", value, activation ? "" : "out");
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseRow_OfAnyWidth_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 33).Concat([56, 112, 113]))
            foreach (var (stride, dilation) in new[] { (1, 1), (2, 1), (1, 2), (1, 3) })
            {
                var outputWidth = (width + stride - 1) / stride;
                using var above = new GuardedIntegers(width * 16, random, -Maximum, Maximum);
                using var center = new GuardedIntegers(width * 16, random, -Maximum, Maximum);
                using var below = new GuardedIntegers(width * 16, random, -Maximum, Maximum);
                using var weights = new GuardedIntegers(6 * 32, i => (short)(i >= 3 * 32 && i % 2 == 1 ? 0 : random.Next(-127, 128)));
                using var scale = new GuardedFloats(16, _ => 0.001f + 0.01f * random.NextSingle());
                using var bias = new GuardedFloats(16, random, 1000);
                using var expected = new GuardedIntegers(outputWidth * 16, _ => 7);
                using var output = expected.Copy();
                var call = new DepthwiseRowCall<short>
                {
                    Above = above.Pointer,
                    Center = center.Pointer,
                    Below = below.Pointer,
                    InputWidth = width,
                    Weights = weights.Pointer,
                    Scale = scale.Pointer,
                    Bias = bias.Pointer,
                    Output = expected.Pointer,
                    OutputWidth = outputWidth,
                    Stride = stride,
                    Dilation = dilation,
                    ReLU6 = true,
                };
                KernelSet.Scalar.Integers.DepthwiseRow(in call);
                call.Output = output.Pointer;
                VectorSets.Named(name).Integers.DepthwiseRow(in call);

                output.Equals(expected).Should().BeTrue("width {0}, stride {1}, dilation {2}", width, stride, dilation);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void DepthwiseRow_OfOnes_CountsThePixelsInside(string name)
    {
        using var ones = new GuardedIntegers(5 * 16, _ => 1);
        using var zeros = new GuardedIntegers(5 * 16, _ => 0);
        using var weights = new GuardedIntegers(6 * 32, i => (short)(i >= 3 * 32 && i % 2 == 1 ? 0 : 1));
        using var scale = new GuardedFloats(16, _ => 0.5f);
        using var bias = new GuardedFloats(16, _ => 0.75f);
        using var output = new GuardedIntegers(5 * 16, _ => 7);
        VectorSets.Named(name).Integers.DepthwiseRow(new DepthwiseRowCall<short>
        {
            Above = zeros.Pointer,
            Center = ones.Pointer,
            Below = ones.Pointer,
            InputWidth = 5,
            Weights = weights.Pointer,
            Scale = scale.Pointer,
            Bias = bias.Pointer,
            Output = output.Pointer,
            OutputWidth = 5,
            Stride = 1,
            Dilation = 1,
            ReLU6 = true,
        });

        // 4 or 6 pixels: 2.75 and 3.75.
        for (var i = 0; i < 5 * 16; i++)
            output.Values[i].Should().Be((short)(i / 16 is 0 or 4 ? 3 : 4));
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void StemRow_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var width in Enumerable.Range(1, 30).Concat([49, 112]))
            foreach (var outputs in new[] { 8, 16, 24, 48 })
            {
                var (channels, panels) = (random.Next(1, 5), (outputs + 15) / 16);
                var planeWidth = 2 * width + 1;
                using var above = new GuardedFloats(channels * planeWidth, random);
                using var center = new GuardedFloats(channels * planeWidth, random);
                using var below = new GuardedFloats(channels * planeWidth, random);
                using var weights = new GuardedFloats(panels * channels * 9 * 16, random, 800);
                using var bias = new GuardedFloats(panels * 16, random, 1000);
                using var expected = new GuardedIntegers(panels * width * 16, _ => 7);
                using var output = expected.Copy();
                var call = new StemRowCall<short>
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
                    ReLU6 = true,
                };
                KernelSet.Scalar.Integers.StemRow(in call);
                call.Output = output.Pointer;
                VectorSets.Named(name).Integers.StemRow(in call);

                output.Equals(expected).Should().BeTrue("{0} channels, {1} pixels, {2} outputs", channels, width, outputs);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AveragePixels_OfAnyNumber_HasTheBitsOfTheDefinition(string name)
    {
        for (var pixels = 1; pixels < 60; pixels++)
        {
            using var input = new GuardedIntegers(pixels * 16, random, 0, Maximum);
            using var expected = new GuardedIntegers(16, _ => 7);
            using var output = expected.Copy();
            KernelSet.Scalar.Integers.AveragePixels(input.Pointer, pixels, expected.Pointer);
            VectorSets.Named(name).Integers.AveragePixels(input.Pointer, pixels, output.Pointer);

            output.Equals(expected).Should().BeTrue("{0} pixels", pixels);
            for (var channel = 0; channel < 16; channel++)
                ((double)output.Values[channel]).Should().BeApproximately(
                    Enumerable.Range(0, pixels).Average(pixel => input.Values[pixel * 16 + channel]), 0.501);
        }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddProduct_OfAnyLength_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var length in new[] { 1, 2, 3, 16, 31, 32, 64 })
        {
            using var vector = new GuardedIntegers(length + 1, random, 0, Maximum);
            using var panel = new GuardedIntegers((length + 1) / 2 * 2 * KernelSet.ClassifierPanel,
                i => (short)(length % 2 == 1 && i >= (length - 1) * KernelSet.ClassifierPanel && i % 2 == 1 ? 0 : random.Next(-127, 128)));
            using var scale = new GuardedFloats(KernelSet.ClassifierPanel, random, 0.01f);
            using var expected = new GuardedFloats(KernelSet.ClassifierPanel, random);
            using var output = expected.Copy();
            KernelSet.Scalar.Integers.AddProduct(vector.Pointer, length, panel.Pointer, scale.Pointer, expected.Pointer);
            VectorSets.Named(name).Integers.AddProduct(vector.Pointer, length, panel.Pointer, scale.Pointer, output.Pointer);

            output.Equals(expected).Should().BeTrue("{0} inputs", length);
        }
    }

    private void AssertEqual(KernelSet kernels, int pixels, int inputs, int outputs, int flags)
    {
        var (hasReLU6, hasResidual, inPlace, fetching) = ((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);
        var (inputBlocks, panels, pairs) = ((inputs + 15) / 16, (outputs + 15) / 16, (inputs + 1) / 2);
        using var input = new GuardedIntegers(inputBlocks * pixels * 16, random, -Maximum, Maximum);
        using var weights = new GuardedIntegers(panels * pairs * 32, i => (short)(inputs % 2 == 1 && i / 32 % pairs == pairs - 1 && i % 2 == 1 ? 0 : random.Next(-127, 128)));
        using var scale = new GuardedFloats(panels * 16, _ => (0.2f + random.NextSingle()) / (64 * inputs));
        using var bias = new GuardedFloats(panels * 16, random, 1000);
        using var residual = new GuardedIntegers(panels * pixels * 16, random, -Maximum, Maximum);
        using var expected = hasResidual && inPlace ? residual.Copy() : new Guarded<short>(panels * pixels * 16, _ => 7);
        using var output = expected.Copy();
        var call = new PointwiseCall<short>
        {
            Input = input.Pointer,
            InputBlockStride = pixels * 16,
            InputChannels = inputs,
            Weights = weights.Pointer,
            PanelStride = pairs * 32,
            Scale = scale.Pointer,
            Bias = bias.Pointer,
            Output = expected.Pointer,
            OutputBlockStride = pixels * 16,
            OutputChannels = outputs,
            Residual = !hasResidual ? null : inPlace ? expected.Pointer : residual.Pointer,
            ResidualScale = 0.7f,
            Pixels = pixels,
            ReLU6 = hasReLU6,
            Next = fetching ? new MemoryRange(weights.Pointer, random.Next(100_000)) : default,
        };
        KernelSet.Scalar.Integers.Pointwise(in call);
        call.Output = output.Pointer;
        call.Residual = hasResidual && inPlace ? output.Pointer : call.Residual;
        kernels.Integers.Pointwise(in call);

        output.Equals(expected).Should().BeTrue("{0}: {1} pixels, {2} inputs, {3} outputs, flags {4}", kernels.Name, pixels, inputs, outputs, flags);
    }
}
