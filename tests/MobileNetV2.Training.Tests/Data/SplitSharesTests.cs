namespace MobileNets.Training.Data.Tests;

public class SplitSharesTests
{
    [Theory]
    [InlineData("60,20,20", 80, 48, 16, 16)]
    [InlineData("60,20,20", 1, 1, 0, 0)]
    [InlineData("1,1,1", 10, 3, 4, 3)]
    [InlineData("80,20,0", 10, 8, 2, 0)]
    [InlineData("1,99,0", 3, 1, 2, 0)]
    [InlineData("60,20,20", 0, 0, 0, 0)]
    public void Apportion_Count_SharesAllOfItOut(string shares, int count, int train, int validation, int test)
        => SplitShares.Parse(shares).Apportion(count).Should().Be((train, validation, test));

    [Theory]
    [InlineData("")]
    [InlineData("60,20")]
    [InlineData("0,50,50")]
    [InlineData("60,-20,60")]
    [InlineData("a,b,c")]
    public void Parse_NoThreeShares_Throws(string text)
        => FluentActions.Invoking(() => SplitShares.Parse(text)).Should().Throw<FormatException>();
}
