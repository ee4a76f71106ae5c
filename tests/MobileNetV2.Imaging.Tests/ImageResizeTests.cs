namespace MobileNets.Imaging.Tests;

public class ImageResizeTests
{
    [Fact]
    public void Resize_ManySizesAndBothFilters_EqualsPil()
    {
        List<string> different = [];
        foreach (string[] row in ReferenceData.ReadCsv("resize.csv"))
        {
            int seed = int.Parse(row[1]), width = int.Parse(row[2]), height = int.Parse(row[3]);
            RgbImage source = TestImages.Make(row[0], width, height, seed);

            RgbImage resized = source.Resize(int.Parse(row[5]), int.Parse(row[6]), Enum.Parse<ResampleFilter>(row[4]));

            if (TestImages.Sha256(resized) != row[7])
                different.Add(string.Join(',', row[..7]));
        }

        different.Should().BeEmpty();
    }

    [Theory]
    [InlineData(61, 47, 20, 15)]
    [InlineData(61, 47, 90, 70)]
    [InlineData(33, 21, 7, 40)]
    public void Resize_Noise_EqualsPil(int width, int height, int newWidth, int newHeight)
    {
        foreach (ResampleFilter filter in Enum.GetValues<ResampleFilter>())
        {
            RgbImage resized = TestImages.Noise(width, height, seed: 1).Resize(newWidth, newHeight, filter);

            byte[] expected = ReferenceData.ReadCompressed($"resize-{width}x{height}-{filter}-{newWidth}x{newHeight}.rgb.gz");
            TestImages.MaxDifference(resized, expected).Should().Be(0);
        }
    }

    [Theory]
    [InlineData(ResampleFilter.Bilinear)]
    [InlineData(ResampleFilter.Bicubic)]
    public void Resize_ToTheSameSize_ChangesNothing(ResampleFilter filter)
    {
        RgbImage image = TestImages.Noise(23, 31, seed: 5);

        image.Resize(23, 31, filter).Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1, 1, 40, 3)]
    [InlineData(1, 50, 9, 9)]
    [InlineData(50, 1, 9, 9)]
    [InlineData(200, 150, 1, 1)]
    public void Resize_OneColour_StaysThatColour(int width, int height, int newWidth, int newHeight)
    {
        var image = new RgbImage(width, height);
        image.Pixels.Fill(201);
        foreach (ResampleFilter filter in Enum.GetValues<ResampleFilter>())
            image.Resize(newWidth, newHeight, filter).Pixels.ToArray().Should().AllBeEquivalentTo((byte)201);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Resize_ToNothing_Throws(int width, int height)
    {
        Action act = () => new RgbImage(2, 2).Resize(width, height);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(50, 40, 32, 24)]
    [InlineData(40, 51, 33, 24)]
    [InlineData(7, 300, 16, 16)]
    [InlineData(3, 2, 40, 31)]
    public void ResizeAndCenterCrop_AnySize_EqualsResizingAndThenCropping(int width, int height, int size, int cropSize)
    {
        RgbImage image = TestImages.Noise(width, height, seed: 6);
        int shorter = Math.Min(width, height);

        RgbImage inOneGo = image.ResizeAndCenterCrop(size, cropSize);

        RgbImage inTwoSteps = image.Resize(size * width / shorter, size * height / shorter).CenterCrop(cropSize, cropSize);
        inOneGo.Pixels.ToArray().Should().Equal(inTwoSteps.Pixels.ToArray());
    }

    [Fact]
    public void ResizeAndCenterCrop_OnePixelTallAndVeryWide_TakesOnlyTheMiddle()
    {
        // Resized whole, this would be six thousand million pixels.
        RgbImage image = TestImages.Noise(100_000, 1, seed: 7);

        image.ResizeAndCenterCrop(256, 224).Width.Should().Be(224);
    }
}
