namespace MobileNets.Imaging.Tests;

public class RgbImageTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 5)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(40_000, 40_000)]
    public void Constructor_ImpossibleSize_Throws(int width, int height)
    {
        Action act = () => _ = new RgbImage(width, height);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Constructor_PixelsOfAnotherLength_Throws()
    {
        Action act = () => _ = new RgbImage(2, 2, new byte[11]);

        act.Should().Throw<ArgumentException>().WithMessage("*12 bytes, not 11*");
    }

    [Fact]
    public void Row_WrittenTo_ChangesThePixels()
    {
        var image = new RgbImage(2, 3);

        image.Row(1).Fill(9);

        image.Pixels.ToArray().Should().Equal(0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Row_OutsideThePicture_Throws(int y)
    {
        Action act = () => new RgbImage(2, 3).Row(y);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }
}
