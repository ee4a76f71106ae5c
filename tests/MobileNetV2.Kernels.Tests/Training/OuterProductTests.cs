namespace MobileNets.Kernels.Tests;

public unsafe class OuterProductTests
{
    private readonly Random random = new(6);

    [Theory, ClassData(typeof(VectorSets))]
    public void AddOuterProduct_OfAnySize_HasTheBitsOfTheDefinition(string name)
    {
        foreach (var pixels in new[] { 1, 2, 7, 14, 15, 16, 17, 31, 32, 33, 49 })
            foreach (var channels in Enumerable.Range(1, 41).Concat([48, 56, 64, 80, 96, 100, 160]))
                AssertEqual(name, pixels, channels, fetching: false);
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddOuterProduct_ThatFetches_HasTheBitsOfTheDefinition(string name)
    {
        for (var i = 0; i < 200; i++)
            AssertEqual(name, random.Next(1, 200), random.Next(1, 100), fetching: true);
    }

    [Theory, ClassData(typeof(VectorSets))]
    public void AddOuterProduct_OfWholeNumbers_IsTheFormula(string name)
    {
        // Left is p + k, right p − o, for p = 0 … 9.
        using var left = new GuardedFloats(2 * 10 * 16, i => i / 16 % 10 + i / 160 * 16 + i % 16);
        using var right = new GuardedFloats(10 * 16, i => i / 16 - i % 16);
        using var sums = new GuardedFloats(20 * 16, _ => 1000);
        var call = new OuterProductCall
        {
            Left = left.Pointer, LeftBlockStride = 160, LeftChannels = 20, Right = right.Pointer, Pixels = 10, Sums = sums.Pointer,
        };
        VectorSets.Named(name).Training.AddOuterProduct(in call);

        for (var k = 0; k < 20; k++)
            for (var o = 0; o < 16; o++)
                sums.Values[k * 16 + o].Should().Be(1000 + 285 + 45 * (k - o) - 10 * k * o);
    }

    private void AssertEqual(string name, int pixels, int channels, bool fetching)
    {
        var blockStride = pixels * 16 + 16 * random.Next(3);
        using var left = new GuardedFloats((channels + 15) / 16 * blockStride, random);
        using var right = new GuardedFloats(pixels * 16, random);
        using var expected = new GuardedFloats(channels * 16, random);
        using var sums = expected.Copy();
        var call = new OuterProductCall
        {
            Left = left.Pointer,
            LeftBlockStride = blockStride,
            LeftChannels = channels,
            Right = right.Pointer,
            Pixels = pixels,
            Sums = expected.Pointer,
        };
        KernelSet.Scalar.Training.AddOuterProduct(in call);
        call.Sums = sums.Pointer;
        if (fetching)
        {
            call.Next = new MemoryRange(left.Pointer, random.Next(100_000));
            call.AfterNext = new MemoryRange(random.Next(2) == 0 ? null : right.Pointer, random.Next(100_000));
        }
        VectorSets.Named(name).Training.AddOuterProduct(in call);

        sums.Equals(expected).Should().BeTrue("{0} pixels, {1} channels", pixels, channels);
    }
}
