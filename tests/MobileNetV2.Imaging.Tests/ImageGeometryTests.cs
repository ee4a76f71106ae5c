namespace MobileNets.Imaging.Tests;

public class ImageGeometryTests
{
    [Fact]
    public void CenterCrop_OddAndEvenSizes_StartsWhereTorchvisionStarts()
    {
        foreach (int[] row in ReferenceData.ReadCsv("center-crop.csv").Select(row => row.Select(int.Parse).ToArray()))
        {
            RgbImage crop = TestImages.Coordinates(row[0], row[1]).CenterCrop(row[2], row[3]);

            (crop.Width, crop.Height, crop.Pixels[0], crop.Pixels[1]).Should().Be((row[2], row[3], (byte)row[4], (byte)row[5]));
        }
    }

    [Fact]
    public void Crop_Inside_TakesThosePixels()
    {
        RgbImage crop = TestImages.Coordinates(9, 7).Crop(new CropRectangle(4, 2, 3, 2));

        crop.Pixels.ToArray().Should().Equal(4, 2, 0, 5, 2, 0, 6, 2, 0, 4, 3, 0, 5, 3, 0, 6, 3, 0);
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 0, 10, 2)]
    [InlineData(8, 0, 2, 2)]
    [InlineData(0, 6, 2, 2)]
    [InlineData(0, 0, 0, 2)]
    [InlineData(int.MaxValue, 0, int.MaxValue, 1)]
    public void Crop_OutsideOrEmpty_Throws(int x, int y, int width, int height)
    {
        Action act = () => new RgbImage(9, 7).Crop(new CropRectangle(x, y, width, height));

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void FlipHorizontally_Picture_MirrorsEachRow() =>
        TestImages.Coordinates(3, 2).FlipHorizontally().Pixels.ToArray()
            .Should().Equal(2, 0, 0, 1, 0, 0, 0, 0, 0, 2, 1, 0, 1, 1, 0, 0, 1, 0);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8)]
    [InlineData(33, 5)]
    public void FlipHorizontally_Twice_ChangesNothing(int width, int height)
    {
        RgbImage image = TestImages.Noise(width, height, seed: 8);

        image.FlipHorizontally().FlipHorizontally().Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
    }
}
