namespace MobileNets.Kernels.Tests;

public unsafe class PointwiseTests
{
    private static readonly int[] PixelCounts = [.. Enumerable.Range(1, 40), 49, 56, 112, 196];
    private static readonly int[] InputCounts = [1, 3, 15, 16, 17, 24, 32, 40, 64, 71];
    private static readonly int[] OutputCounts = [.. Enumerable.Range(1, 9).Select(units => 8 * units), 1, 13, 100];

    private readonly Random random = new(1);

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in PixelCounts)
            foreach (var outputs in OutputCounts)
                AssertEqual(VectorSets.Named(name), new Case(pixels, InputCounts[random.Next(InputCounts.Length)], outputs, random.Next(16)));
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfAnyDepth_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var inputs in InputCounts)
            for (var flags = 0; flags < 16; flags++)
                AssertEqual(VectorSets.Named(name), new Case(random.Next(1, 50), inputs, random.Next(1, 80), flags));
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfKnownNumbers_IsTheFormula(string name)
    {
        // Small whole numbers: every order of summing gives the same.
        var (pixels, inputs, outputs) = (5, 20, 40);
        using var input = new GuardedFloats(2 * pixels * 16, i => i / 16 % pixels + i % 16);
        using var weights = new GuardedFloats(3 * inputs * 16, i => i % 16 - i / 16 % inputs % 3);
        using var bias = new GuardedFloats(48, i => i);
        using var output = new GuardedFloats(3 * pixels * 16, _ => 0);
        var call = Call(input, weights, bias, output, new Case(pixels, inputs, outputs, 0));
        VectorSets.Named(name).Pointwise(in call);

        for (var pixel = 0; pixel < pixels; pixel++)
            for (var channel = 0; channel < outputs; channel++)
            {
                var expected = channel;
                for (var k = 0; k < inputs; k++)
                    expected += (pixel + k % 16) * (channel % 16 - k % 3);
                output.Values[channel / 16 * pixels * 16 + pixel * 16 + channel % 16].Should().Be(expected);
            }
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void Pointwise_OfANaN_KeepsItThroughReLU6(string name)
    {
        using var input = new GuardedFloats(3 * 16, i => i == 16 ? float.NaN : i == 32 ? float.PositiveInfinity : -1);
        using var weights = new GuardedFloats(3 * 16, _ => 1);
        using var bias = new GuardedFloats(32, _ => 0);
        using var output = new GuardedFloats(6 * 16, _ => 1);
        var call = Call(input, weights, bias, output, new Case(3, 1, 24, 1)) with { PanelStride = 16 };
        VectorSets.Named(name).Pointwise(in call);

        for (var channel = 0; channel < 16; channel++)
        {
            output.Values[channel].Should().Be(0);
            output.Values[16 + channel].Should().Be(float.NaN);
            output.Values[32 + channel].Should().Be(6);
        }
    }

    private void AssertEqual(KernelSet kernels, Case sizes)
    {
        var (inputBlocks, panels) = ((sizes.Inputs + 15) / 16, (sizes.Outputs + 15) / 16);
        using var input = new GuardedFloats(inputBlocks * sizes.Pixels * 16, random);
        using var weights = new GuardedFloats(panels * sizes.Inputs * 16, random);
        using var bias = new GuardedFloats(panels * 16, random);
        using var residual = new GuardedFloats(panels * sizes.Pixels * 16, random);
        using var expected = sizes.InPlace ? residual.Copy() : new GuardedFloats(panels * sizes.Pixels * 16, _ => 7);
        using var output = expected.Copy();

        var definition = Call(input, weights, bias, expected, sizes);
        var call = Call(input, weights, bias, output, sizes);
        if (sizes.Residual)
        {
            definition.Residual = sizes.InPlace ? expected.Pointer : residual.Pointer;
            call.Residual = sizes.InPlace ? output.Pointer : residual.Pointer;
        }
        if (sizes.Fetching)
        {
            call.Next = new MemoryRange(weights.Pointer, random.Next(100_000));
            call.AfterNext = new MemoryRange(random.Next(2) == 0 ? null : input.Pointer, random.Next(100_000));
        }
        KernelSet.Scalar.Pointwise(in definition);
        kernels.Pointwise(in call);

        output.Equals(expected).Should().BeTrue("{0} of {1}", kernels.Name, sizes);
    }

    private static PointwiseCall Call(GuardedFloats input, GuardedFloats weights, GuardedFloats bias, GuardedFloats output, Case sizes) => new()
    {
        Input = input.Pointer,
        InputBlockStride = sizes.Pixels * 16,
        InputChannels = sizes.Inputs,
        Weights = weights.Pointer,
        PanelStride = sizes.Inputs * 16,
        Bias = bias.Pointer,
        Output = output.Pointer,
        OutputBlockStride = sizes.Pixels * 16,
        OutputChannels = sizes.Outputs,
        Pixels = sizes.Pixels,
        ReLU6 = sizes.ReLU6,
    };

    private sealed record Case(int Pixels, int Inputs, int Outputs, int Flags)
    {
        public bool ReLU6 => (Flags & 1) != 0;

        public bool Residual => (Flags & 2) != 0;

        public bool InPlace => Residual && (Flags & 4) != 0;

        public bool Fetching => (Flags & 8) != 0;
    }
}
