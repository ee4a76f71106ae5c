namespace MobileNets.Imaging.Tests;

public class ChannelNormalizationTests
{
    [Fact]
    public void Apply_TwoPixels_WritesPlanes()
    {
        var sut = new ChannelNormalization([0f, 0.5f, 1f], [1f, 0.5f, 0.25f]);
        var planes = new float[6];

        sut.Apply(new RgbImage(2, 1, [0, 0, 0, 255, 255, 255]), planes);

        planes.Should().Equal(0, 1, -1, 1, -4, 0);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Constructor_ImpossibleDeviation_Throws(float deviation)
    {
        Action act = () => _ = new ChannelNormalization([0, 0, 0], [1, deviation, 1]);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Constructor_NotThreeChannels_Throws()
    {
        Action act = () => _ = new ChannelNormalization([0], [1]);

        act.Should().Throw<ArgumentException>();
    }
}
