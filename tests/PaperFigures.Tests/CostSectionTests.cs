using MobileNets.Architecture;
using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public class CostSectionTests
{
    [Fact]
    public void Examples_First_IsTheWorkedOne() =>
        CostSection.Examples().Rows[0].Should().Equal("32 × 32 × 3", "3×3", "64", "1,769,472", "224,256", "7.89");

    [Fact]
    public void Versus_Totals_AreThePublishedCosts()
    {
        var rows = CostSection.Versus(MobileNetV1Plan.Create(), MobileNetV2Plan.Create()).Rows;

        rows[^2].Should().Equal("mult-adds (M)", "568.7", "300.8", "52.9");
        rows[^1].Should().Equal("parameters (M)", "4.2", "3.5", "82.8");
        rows.SkipLast(2).Sum(row => double.Parse(row[2])).Should().BeApproximately(300.8, 0.35);
    }

    // Reference counts, width by resolution.
    [Theory]
    [InlineData("0.35", 1, "11.9")]
    [InlineData("0.35", 5, "59.3")]
    [InlineData("0.75", 5, "209.1")]
    [InlineData("1.0", 1, "56.3")]
    [InlineData("1.0", 5, "300.8")]
    [InlineData("1.4", 5, "582.2")]
    [InlineData("1.4", 6, "6.11")]
    public void Sweep_PublishedSettings_AreTheReferencesOnes(string width, int column, string expected) =>
        MultiplierSection.Sweep().Rows.Single(row => row[0] == width)[column].Should().Be(expected);

    [Fact]
    public void Sweep_All_IsSevenWidthsByFiveResolutions()
    {
        var table = MultiplierSection.Sweep();

        table.Rows.Should().HaveCount(7).And.OnlyContain(row => row.Count == 7);
        (table.Rows[0][0], table.Rows[^1][0]).Should().Be(("0.25", "1.4"));
    }
}
