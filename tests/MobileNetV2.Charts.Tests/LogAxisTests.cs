namespace MobileNets.Charts.Tests;

public sealed class LogAxisTests
{
    [Theory]
    [InlineData(0.003, 40, "0.001 0.01 0.1 1 10 100")]
    [InlineData(1, 1000, "1 10 100 1000")]
    [InlineData(3, 40, "2 5 10 20 50")]
    [InlineData(5, 5, "5 10")]
    [InlineData(2e-16, 0.9, "1e-16 1e-14 1e-12 1e-10 1e-8 1e-6 1e-4 0.01 1")]
    public void Marks_ReachFromBelowTheLowestToAboveTheHighestValue(double low, double high, string expected)
    {
        var sut = new LogAxis(low, high, 0, 100);

        string.Join(' ', sut.Marks.Select(sut.Text)).Should().Be(expected);
    }

    [Fact]
    public void Position_PowersOfTen_LieEquallyFarApart()
    {
        var sut = new LogAxis(1, 1000, 300, 0);

        new[] { 1.0, 10, 100, 1000 }.Select(value => Math.Round(sut.Position(value), 9)).Should().Equal(300, 200, 100, 0);
    }
}
