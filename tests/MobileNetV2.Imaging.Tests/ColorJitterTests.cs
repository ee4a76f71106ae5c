using System.Globalization;

namespace MobileNets.Imaging.Tests;

public class ColorJitterTests
{
    [Theory]
    [InlineData("brightness")]
    [InlineData("contrast")]
    [InlineData("saturation")]
    [InlineData("hue")]
    public void Adjustment_GivenFactors_EqualsTorchvisionOnPil(string adjustment)
    {
        List<string> different = [];
        foreach (string[] row in ReferenceData.ReadCsv("color-adjustments.csv").Where(row => row[4] == adjustment))
        {
            using PixelBuffer pixels = PixelBuffer.From(TestImages.Make(row[0], int.Parse(row[2]), int.Parse(row[3]), int.Parse(row[1])));

            Adjust(pixels, adjustment, double.Parse(row[5], CultureInfo.InvariantCulture));

            if (TestImages.Sha256(pixels.ToImage()) != row[6])
                different.Add(string.Join(',', row[..6]));
        }

        different.Should().BeEmpty();
    }

    [Fact]
    public void Apply_EqualRandomNumbers_GivesEqualPictures()
    {
        RgbImage image = TestImages.Noise(40, 30, seed: 1);
        var sut = new ColorJitter(0.4, 0.4, 0.4, 0.1);

        byte[] first = sut.Apply(image, new Random(1)).Pixels.ToArray();

        sut.Apply(image, new Random(1)).Pixels.ToArray().Should().Equal(first);
        sut.Apply(image, new Random(2)).Pixels.ToArray().Should().NotEqual(first);
    }

    [Fact]
    public void Apply_NoAmounts_ChangesNothing()
    {
        RgbImage image = TestImages.Noise(13, 7, seed: 2);

        new ColorJitter().Apply(image, new Random(1)).Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
    }

    [Fact]
    public void Apply_Brightness_SpansItsRange()
    {
        var grey = new RgbImage(1, 1, [100, 100, 100]);
        var sut = new ColorJitter(brightness: 0.4);
        var random = new Random(5);

        int[] values = [.. Enumerable.Range(0, 2000).Select(_ => (int)sut.Apply(grey, random).Pixels[0])];

        values.Min().Should().BeInRange(60, 61);
        values.Max().Should().BeInRange(139, 140);
        values.Average().Should().BeApproximately(100, 2);
    }

    [Fact]
    public void Apply_AmountAboveOne_StopsAtBlack()
    {
        var sut = new ColorJitter(brightness: 3);
        var random = new Random(6);
        for (int i = 0; i < 200; i++)
            sut.Apply(new RgbImage(1, 1, [200, 200, 200]), random).Pixels[0].Should().BeInRange(0, 255);
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, 0.51)]
    public void Constructor_AmountOutOfRange_Throws(double brightness, double hue)
    {
        Action act = () => _ = new ColorJitter(brightness, hue: hue);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static void Adjust(PixelBuffer pixels, string adjustment, double factor)
    {
        switch (adjustment)
        {
            case "brightness": ColorAdjustment.Brightness(pixels, (float)factor); break;
            case "contrast": ColorAdjustment.Contrast(pixels, (float)factor); break;
            case "saturation": ColorAdjustment.Saturation(pixels, (float)factor); break;
            case "hue": HueRotation.Apply(pixels, factor); break;
        }
    }
}
