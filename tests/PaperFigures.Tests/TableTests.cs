using MobileNets.PaperFigures;

namespace PaperFigures.Tests;

public class TableTests
{
    [Theory]
    [InlineData(true, "1", "2.5")]
    [InlineData(true, "−3", "–", "")]
    [InlineData(true, "×2", "~4", "5 %")]
    [InlineData(true, "1280", "k")]
    [InlineData(false, "1", "conv")]
    [InlineData(false, "[1, 2]")]
    [InlineData(false, "", "")]
    [InlineData(false, "-")]
    public void IsNumeric_Cells_TellsFiguresFromWords(bool expected, params string[] cells) =>
        new Table(["column"], [.. cells.Select(cell => (IReadOnlyList<string>)[cell])]).IsNumeric(0).Should().Be(expected);
}
