namespace MobileNets.Architecture.Tests;

public sealed class ChannelScalingTests
{
    [Theory]
    [InlineData(32, 0.35, 16)] // 11.2 rounds to 8, which is below 90 %: one step up
    [InlineData(16, 0.75, 16)] // 12 is half-way and goes up
    [InlineData(24, 0.35, 8)] // 8.4: 8 keeps over 90 %
    [InlineData(16, 0.1, 8)] // never below the divisor
    [InlineData(1280, 1.4, 1792)]
    public void Scale_MultipleOfEight_FollowsMakeDivisible(int channels, double width, int expected) =>
        ChannelScaling.Scale(channels, width, ChannelRounding.MultipleOfDivisor, 8).Should().Be(expected);

    [Fact]
    public void Scale_DivisorOne_RoundsToTheNearest() =>
        ChannelScaling.Scale(10, 0.77, ChannelRounding.MultipleOfDivisor, 1).Should().Be(8);

    [Fact]
    public void Scale_Truncate_CutsOff() =>
        ChannelScaling.Scale(32, 1.4, ChannelRounding.Truncate, 8).Should().Be(44);
}
