namespace MobileNets.Imaging.Tests;

public class JpegEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 17)]
    [InlineData(33, 1)]
    [InlineData(37, 53)]
    public void Encode_AnySize_DecodesToTheSameSizeAndNearlyTheSamePixels(int width, int height)
    {
        RgbImage image = TestImages.Gradient(width, height);

        byte[] jpeg = JpegEncoder.Encode(image, quality: 100, ChromaSubsampling.Ratio444);
        RgbImage decoded = ImageDecoder.Default.Decode(jpeg, "memory.jpg");

        (decoded.Width, decoded.Height).Should().Be((width, height));
        TestImages.MaxDifference(decoded, image.Pixels).Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public void Encode_LowerQualityAndSubsampling_IsSmaller()
    {
        RgbImage image = TestImages.Noise(64, 64, seed: 1);

        int best = JpegEncoder.Encode(image, 95, ChromaSubsampling.Ratio444).Length;
        int subsampled = JpegEncoder.Encode(image, 95, ChromaSubsampling.Ratio420).Length;
        int coarse = JpegEncoder.Encode(image, 30, ChromaSubsampling.Ratio420).Length;

        subsampled.Should().BeLessThan(best);
        coarse.Should().BeLessThan(subsampled);
    }

    [Fact]
    public void Encode_Twice_GivesTheSameBytes() =>
        JpegEncoder.Encode(TestImages.Noise(40, 30, seed: 2)).Should().Equal(JpegEncoder.Encode(TestImages.Noise(40, 30, seed: 2)));

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Encode_QualityOutOfRange_Throws(int quality)
    {
        Action act = () => JpegEncoder.Encode(new RgbImage(1, 1), quality);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Encode_MorePixelsASideThanJpegAllows_Throws()
    {
        Action act = () => JpegEncoder.Encode(new RgbImage(65_501, 1));

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Save_ToAFile_WritesWhatEncodeReturns()
    {
        string path = Path.GetTempFileName();
        try
        {
            RgbImage image = TestImages.Gradient(20, 10);

            JpegEncoder.Save(image, path, quality: 80);

            File.ReadAllBytes(path).Should().Equal(JpegEncoder.Encode(image, quality: 80));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
