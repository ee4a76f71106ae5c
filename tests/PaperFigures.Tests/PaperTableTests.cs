using MobileNets.Architecture;
using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

/// <summary>The paper's tables as printed there.</summary>
public class PaperTableTests
{
    [Fact]
    public void InvertedResidual_OfABlock_IsTable1()
    {
        var table = PaperTables.InvertedResidual(MobileNetV2Plan.Create().Blocks[4]);

        table.Rows.Select(row => string.Join(" | ", row.Select(cell => cell.Split(" = ")[0]))).Should().Equal(
            "h × w × k | 1×1 conv2d, ReLU6 | h × w × (tk)",
            "h × w × (tk) | 3×3 dwise, s | h/s × w/s × (tk)",
            "h/s × w/s × (tk) | linear 1×1 conv2d | h/s × w/s × k′");
        table.Rows[1][1].Should().Be("3×3 dwise, s = 2, ReLU6");
        table.Rows[2][2].Should().EndWith(" = 28 × 28 × 32");
    }

    [Fact]
    public void Architecture_OfThePlan_IsTable2() =>
        PaperTables.Architecture(MobileNetV2Plan.Create()).Rows.Select(row => string.Join(" ", row).TrimEnd()).Should().Equal(
            "224 × 224 × 3 conv2d – 32 1 2",
            "112 × 112 × 32 bottleneck 1 16 1 1",
            "112 × 112 × 16 bottleneck 6 24 2 2",
            "56 × 56 × 24 bottleneck 6 32 3 2",
            "28 × 28 × 32 bottleneck 6 64 4 2",
            "14 × 14 × 64 bottleneck 6 96 3 1",
            "14 × 14 × 96 bottleneck 6 160 3 2",
            "7 × 7 × 160 bottleneck 6 320 1 1",
            "7 × 7 × 320 conv2d 1×1 – 1280 1 1",
            "7 × 7 × 1280 avgpool 7×7 – – 1 –",
            "1 × 1 × 1280 conv2d 1×1 – k –");

    [Fact]
    public void Layers_OfThePlan_AreThoseWithWeights()
    {
        var rows = PaperTables.Layers(MobileNetV2Plan.Create()).Rows;

        rows.Should().HaveCount(53);
        rows.Sum(row => long.Parse(row[7], System.Globalization.NumberStyles.AllowThousands)).Should().Be(300_774_272);
    }
}
