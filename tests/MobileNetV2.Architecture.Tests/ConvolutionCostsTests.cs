namespace MobileNets.Architecture.Tests;

public sealed class ConvolutionCostsTests
{
    // The worked example: a picture of 32 × 32 × 3, windows of 3 × 3, 64 output channels.
    [Fact]
    public void Standard_WorkedExample_Is1769472() => ConvolutionCosts.Standard(32, 32, 3, 64, 3).Should().Be(1_769_472);

    [Fact]
    public void DepthwiseSeparable_WorkedExample_Is224256() => ConvolutionCosts.DepthwiseSeparable(32, 32, 3, 64, 3).Should().Be(224_256);

    [Theory]
    [InlineData(32, 32, 3, 64, 3)]
    [InlineData(7, 5, 4, 6, 3)]
    [InlineData(4, 9, 2, 3, 5)]
    [InlineData(3, 3, 5, 2, 1)]
    public void Standard_AnySize_IsWhatALoopCounts(int height, int width, int inputChannels, int outputChannels, int kernel)
    {
        var loop = new CountedConvolution();

        loop.Standard(new double[inputChannels, height, width], new double[outputChannels, inputChannels, kernel, kernel]);

        ConvolutionCosts.Standard(height, width, inputChannels, outputChannels, kernel).Should().Be(loop.Multiplications);
    }

    [Theory]
    [InlineData(32, 32, 3, 64, 3)]
    [InlineData(7, 5, 4, 6, 3)]
    [InlineData(4, 9, 2, 3, 5)]
    public void DepthwiseSeparable_AnySize_IsWhatALoopCounts(int height, int width, int inputChannels, int outputChannels, int kernel)
    {
        var loop = new CountedConvolution();

        var filtered = loop.Depthwise(new double[inputChannels, height, width], new double[inputChannels, kernel, kernel]);
        loop.Standard(filtered, new double[outputChannels, inputChannels, 1, 1]);

        ConvolutionCosts.DepthwiseSeparable(height, width, inputChannels, outputChannels, kernel).Should().Be(loop.Multiplications);
    }

    [Theory]
    [InlineData(7, 5, 4, 6, 3, 3)]
    [InlineData(4, 6, 3, 2, 5, 5)]
    [InlineData(5, 5, 2, 1, 4, 3)]
    public void InvertedResidual_AnySize_IsWhatALoopCounts(int height, int width, int inputChannels, int expansionRatio, int outputChannels, int kernel)
    {
        var loop = new CountedConvolution();
        var hidden = inputChannels * expansionRatio;

        var expanded = loop.Standard(new double[inputChannels, height, width], new double[hidden, inputChannels, 1, 1]);
        var filtered = loop.Depthwise(expanded, new double[hidden, kernel, kernel]);
        loop.Standard(filtered, new double[outputChannels, hidden, 1, 1]);

        ConvolutionCosts.InvertedResidual(height, width, inputChannels, expansionRatio, outputChannels, kernel).Should().Be(loop.Multiplications);
    }

    [Fact]
    public void CountedLoops_FilterOfRankOne_GiveTheSameEitherWay()
    {
        // A separable convolution is a standard one whose filters factorise: so the loops compute, and not only count.
        var random = new Random(1);
        double[,,] input = new double[3, 6, 5], depthwise = new double[3, 3, 3];
        double[,,,] pointwise = new double[4, 3, 1, 1], joined = new double[4, 3, 3, 3];
        Fill(input, random);
        Fill(depthwise, random);
        Fill(pointwise, random);
        for (var (filter, place) = (0, 0); filter < 4; filter++)
            for (place = 0; place < 27; place++)
                joined[filter, place / 9, place / 3 % 3, place % 3] = pointwise[filter, place / 9, 0, 0] * depthwise[place / 9, place / 3 % 3, place % 3];
        var loop = new CountedConvolution();

        var separable = loop.Standard(loop.Depthwise(input, depthwise), pointwise);
        var standard = loop.Standard(input, joined);

        standard.Cast<double>().Zip(separable.Cast<double>(), (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-12);
        standard.Cast<double>().Should().Contain(value => value > 0.1);
    }

    [Fact]
    public void Formulas_OfPlannedBlocksWithStrideOne_EqualThePlansCount()
    {
        var blocks = MobileNetV2Plan.Create().Blocks.Where(block => block is { Kind: BlockKind.InvertedResidual, ExpansionRatio: > 1, Stride: 1 }).ToList();

        blocks.Should().HaveCount(12);
        foreach (var block in blocks)
            ConvolutionCosts.InvertedResidual(block.Input.Height, block.Input.Width, block.Input.Channels, block.ExpansionRatio, block.Output.Channels, 3)
                .Should().Be(block.MultAdds, block.Name);
    }

    [Fact]
    public void Formulas_OfMobileNetV1sBlocksWithStrideOne_EqualThePlansCount()
    {
        var blocks = MobileNetV1Plan.Create().Blocks.Where(block => block is { Kind: BlockKind.DepthwiseSeparable, Stride: 1 }).ToList();

        blocks.Should().HaveCount(9);
        foreach (var block in blocks)
            ConvolutionCosts.DepthwiseSeparable(block.Input.Height, block.Input.Width, block.Input.Channels, block.Output.Channels, 3)
                .Should().Be(block.MultAdds, block.Name);
    }

    [Fact]
    public void Standard_NoChannels_IsRefused() =>
        FluentActions.Invoking(() => ConvolutionCosts.Standard(1, 1, 0, 1, 1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void InvertedResidual_NoExpansion_IsRefused() =>
        FluentActions.Invoking(() => ConvolutionCosts.InvertedResidual(1, 1, 1, 0, 1, 1)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Standard_BeyondSixtyFourBits_Overflows() =>
        FluentActions.Invoking(() => ConvolutionCosts.Standard(1 << 30, 1 << 30, 1 << 10, 1, 1)).Should().Throw<OverflowException>();

    private static void Fill(Array array, Random random)
    {
        var indices = new int[array.Rank];
        for (var i = 0; i < array.Length; i++)
        {
            for (var (axis, rest) = (array.Rank - 1, i); axis >= 0; rest /= array.GetLength(axis--))
                indices[axis] = rest % array.GetLength(axis);
            array.SetValue(random.NextDouble() - 0.5, indices);
        }
    }
}
