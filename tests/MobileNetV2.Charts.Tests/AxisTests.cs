namespace MobileNets.Charts.Tests;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 1, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 100, "0 20 40 60 80 100")]
    [InlineData(75, 95, "75 80 85 90 95")]
    [InlineData(0, 0.002, "0.0000 0.0005 0.0010 0.0015 0.0020")]
    [InlineData(0, 4e-6, "0 1e-6 2e-6 3e-6 4e-6")]
    [InlineData(-3, 3, "-2 0 2")]
    public void Marks_AreRoundNumbersWithTheDecimalsTheyNeed(double low, double high, string expected)
    {
        var sut = new Axis(low, high, 0, 100, 5);

        string.Join(' ', sut.Marks.Select(sut.Text)).Should().Be(expected);
    }

    [Fact]
    public void Marks_Whole_AreWholeNumbers()
    {
        var sut = new Axis(1, 3, 0, 100, 8, whole: true);

        sut.Marks.Should().Equal(1, 2, 3);
    }

    [Theory]
    [InlineData(0.17, 0.93, 1, 0, 1)]
    [InlineData(78, 99.5, 100, 75, 100)]
    [InlineData(90, 99.9, 100, 90, 100)]
    public void Rounded_BeginsAndEndsAtMarksWithinTheLimit(double low, double high, double limit, double first, double last)
    {
        var sut = Axis.Rounded(low, high, limit, 300, 0, 5);

        sut.Position(first).Should().BeApproximately(300, 1e-9);
        sut.Position(last).Should().BeApproximately(0, 1e-9);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    [InlineData(-2)]
    public void Position_OfTheOnlyValue_IsOnTheAxis(double value) => new Axis(value, value, 0, 100, 5).Position(value).Should().BeInRange(0, 100);
}
