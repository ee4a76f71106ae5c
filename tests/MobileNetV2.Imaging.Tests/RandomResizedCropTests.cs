using System.Globalization;

namespace MobileNets.Imaging.Tests;

public class RandomResizedCropTests
{
    [Fact]
    public void Sample_SameNumbersAsTorchvision_ChoosesTheSamePart()
    {
        foreach (string[] row in ReferenceData.ReadCsv("random-resized-crop.csv"))
        {
            int[] sizes = [.. row[..6].Select(int.Parse)];
            var random = new ScriptedRandom(row[6].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)));

            CropRectangle area = new RandomResizedCrop(224).Sample(sizes[0], sizes[1], random);

            area.Should().Be(new CropRectangle(sizes[2], sizes[3], sizes[4], sizes[5]));
            random.Left.Should().Be(0);
        }
    }

    [Fact]
    public void Sample_ManyDraws_StaysInsideAndSpansTheAreas()
    {
        var random = new Random(9);
        var sut = new RandomResizedCrop(224);
        List<double> shares = [];
        for (int i = 0; i < 2000; i++)
        {
            CropRectangle area = sut.Sample(500, 375, random);
            area.X.Should().BeInRange(0, 500 - area.Width);
            area.Y.Should().BeInRange(0, 375 - area.Height);
            shares.Add(area.Width * area.Height / (500.0 * 375));
        }

        shares.Min().Should().BeInRange(0.075, 0.1);
        shares.Max().Should().BeInRange(0.95, 1);
    }

    [Fact]
    public void Apply_SameSeed_GivesTheSamePicture()
    {
        RgbImage image = TestImages.Noise(70, 50, seed: 10);
        var sut = new RandomResizedCrop(24, minArea: 0.25);

        sut.Apply(image, new Random(1)).Pixels.ToArray().Should().Equal(sut.Apply(image, new Random(1)).Pixels.ToArray());
        sut.Apply(image, new Random(1)).Pixels.ToArray().Should().NotEqual(sut.Apply(image, new Random(2)).Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, 0.08)]
    [InlineData(8, 0)]
    [InlineData(8, 1.1)]
    [InlineData(8, double.NaN)]
    public void Constructor_OutOfRange_Throws(int size, double minArea)
    {
        Action act = () => _ = new RandomResizedCrop(size, minArea);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }
}
