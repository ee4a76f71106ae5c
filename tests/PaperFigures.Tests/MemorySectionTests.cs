using MobileNets.Architecture;
using MobileNets.Inference;
using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public class MemorySectionTests
{
    [Fact]
    public void Table3_Maxima_AreTheLastEditionsRoundedOnes()
    {
        // The paper: 1600K, 400K and, from the channels of two groups, 600K.
        var most = MemorySection.Table3(MobileNetV1Plan.Create(), MobileNetV2Plan.Create()).Rows[^1];

        most.Should().Equal("most (kB)", "1,606", "401", "753", "627");
    }

    [Fact]
    public void Table3_MobileNetV1_HasThePapersChannels() =>
        MemorySection.Table3(MobileNetV1Plan.Create(), MobileNetV2Plan.Create()).Rows.SkipLast(1).Select(row => row[1].Split(' ')[0])
            .Should().Equal("64", "128", "256", "512", "1024", "1024");

    [Fact]
    public void Split_MoreParts_TakesLessDownToInputAndOutput()
    {
        foreach (var row in MemorySection.Split(MobileNetV2Plan.Create()).Rows)
        {
            var sizes = row.Skip(1).Select(cell => double.Parse(cell)).ToList();
            sizes.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EngineWorkspace_SplitExpansion_IsTheFormulasAndLittleMore(int parts)
    {
        var formula = 4 * MobileNetV2Plan.Create().Blocks.Where(block => block.Kind == BlockKind.InvertedResidual).Max(block => SplitExpansion.Of(block, parts).Elements);

        ((double)EngineWorkspace.Of(InferenceStrategy.SplitExpansion, parts) / formula).Should().BeInRange(1, 1.05);
    }

    [Fact]
    public void EngineWorkspace_SixParts_IsBoundByTheFirstBlocks16ChannelsAtATime() =>
        // 32 channels in, 16 out, 16 of 32 filtered.
        (EngineWorkspace.Of(InferenceStrategy.SplitExpansion, 6) / (4.0 * 112 * 112 * (32 + 16 + 16))).Should().BeInRange(1, 1.02);

    [Fact]
    public void EngineWorkspace_Fused_IsLessThanOneChannelAtATime()
    {
        var formula = 4 * MobileNetV2Plan.Create().Blocks.Where(block => block.Kind == BlockKind.InvertedResidual).Max(block => SplitExpansion.Of(block, int.MaxValue).Elements);

        EngineWorkspace.Of(InferenceStrategy.Fused).Should().BeLessThan(formula / 2);
        EngineWorkspace.OfQuantized().Should().BeCloseTo(EngineWorkspace.Of(InferenceStrategy.Fused) / 2, 10_000);
    }
}
