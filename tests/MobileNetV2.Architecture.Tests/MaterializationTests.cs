namespace MobileNets.Architecture.Tests;

/// <summary>Table 3 of arXiv 1801.04381, and section 5.1.</summary>
public sealed class MaterializationTests
{
    private static IEnumerable<(int Size, int Channels, long Bytes)> LargestBySize(NetworkPlan plan) =>
        Materialization.LargestBySize(Materialization.Of(plan)).Select(tensor => (tensor.Shape.Height, tensor.Shape.Channels, tensor.Bytes(2)));

    [Fact]
    public void LargestBySize_MobileNetV1_AreTable3sChannels() =>
        LargestBySize(MobileNetV1Plan.Create()).Should().Equal(
            (112, 64, 2 * 112 * 112 * 64), (56, 128, 2 * 56 * 56 * 128), (28, 256, 2 * 28 * 28 * 256), (14, 512, 2 * 14 * 14 * 512), (7, 1024, 2 * 7 * 7 * 1024), (1, 1024, 2048));

    [Fact]
    public void LargestBySize_MobileNetV2_AreTheBottlenecks() =>
        LargestBySize(MobileNetV2Plan.Create()).Should().Equal(
            (112, 16, 2 * 112 * 112 * 16), (56, 24, 2 * 56 * 56 * 24), (28, 32, 2 * 28 * 28 * 32), (14, 96, 2 * 14 * 14 * 96), (7, 320, 2 * 7 * 7 * 320), (1, 1280, 2560));

    // The published table's last row, in thousands of bytes.
    [Fact]
    public void LargestBySize_Maximum_IsTheLastEditionsOfTable3()
    {
        LargestBySize(MobileNetV1Plan.Create()).Max(row => row.Bytes).Should().BeInRange(1_590_000, 1_610_000);
        LargestBySize(MobileNetV2Plan.Create()).Max(row => row.Bytes).Should().BeInRange(390_000, 410_000);
    }

    [Fact]
    public void Of_MobileNetV2_LeavesOutStemHeadAndWhatIsInsideBlocks() =>
        Materialization.Of(MobileNetV2Plan.Create()).Select(tensor => tensor.Layer).Should().Equal([.. Enumerable.Range(1, 17).Select(i => $"features.{i}"), "avgpool", "classifier"]);

    [Fact]
    public void Of_NetworkThatExpandsAtOnce_KeepsTheStem() =>
        Materialization.Of(MobileNetV2Plan.Create(new() { Stages = [new(6, 16, 1, 1)] }))[0].Layer.Should().Be("features.0");

    // Block 3 keeps its channels, so block 4 adds 3's 6 · 24 expanded channels to its own, of 56 × 56 pixels.
    [Fact]
    public void Of_ShortcutsBetweenExpansions_KeepsTheExpandedMapsThatTheyJoin()
    {
        var tensors = Materialization.Of(MobileNetV2Plan.Create(new() { Shortcut = ShortcutPlacement.Expansion }));

        tensors.Should().HaveCount(17 + 2 + 10);
        tensors.First(tensor => tensor.Layer.Contains(".conv.")).Should().Be(new MaterializedTensor("features.3.conv.0.2", new TensorShape(144, 56, 56)));
    }

    [Fact]
    public void Of_MobileNetV1_HasBothConvolutionsOfABlock() =>
        Materialization.Of(MobileNetV1Plan.Create()).Take(3).Select(tensor => tensor.Layer).Should().Equal("features.0", "features.1.0.0", "features.1.1.0");

    [Theory]
    // 16 channels of 112 × 112 in, 96 expanded, 96 filtered and 24 out at 56 × 56.
    [InlineData(1, 96)]
    [InlineData(2, 48)]
    [InlineData(5, 20)]
    [InlineData(96, 1)]
    [InlineData(1000, 1)]
    public void SplitExpansion_OfABlock_HoldsAPartOfTheChannels(int parts, int channels)
    {
        var split = SplitExpansion.Of(MobileNetV2Plan.Create().Blocks[2], parts);

        split.InputElements.Should().Be(16 * 112 * 112);
        split.OutputElements.Should().Be(24 * 56 * 56);
        split.InnerElements.Should().Be(channels * (112 * 112 + 56 * 56));
        split.Elements.Should().Be(split.InputElements + split.OutputElements + split.InnerElements);
    }

    [Fact]
    public void SplitExpansion_WithoutExpansion_HoldsTheFilteredChannels() =>
        SplitExpansion.Of(MobileNetV2Plan.Create().Blocks[1], 4).InnerElements.Should().Be(8 * 112 * 112);

    [Fact]
    public void SplitExpansion_OfAnotherBlock_IsRefused() =>
        FluentActions.Invoking(() => SplitExpansion.Of(MobileNetV2Plan.Create().Blocks[0], 1)).Should().Throw<ArgumentException>().WithMessage("features.0*");

    [Fact]
    public void SplitExpansion_NoParts_IsRefused() =>
        FluentActions.Invoking(() => SplitExpansion.Of(MobileNetV2Plan.Create().Blocks[1], 0)).Should().Throw<ArgumentOutOfRangeException>();
}
