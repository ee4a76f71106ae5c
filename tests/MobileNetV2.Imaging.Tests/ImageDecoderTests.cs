namespace MobileNets.Imaging.Tests;

public class ImageDecoderTests
{
    public static TheoryData<string> DecodablePictures =>
        new(ReferenceData.Pictures(".jpg").Concat(ReferenceData.Pictures(".png")));

    [Theory]
    [MemberData(nameof(DecodablePictures))]
    public void Decode_EveryKindOfFile_EqualsPil(string name)
    {
        RgbImage image = ImageDecoder.Default.DecodeFile(ReferenceData.PathOf(name));

        TestImages.MaxDifference(image, ReferenceData.ReadCompressed(name + ".rgb.gz")).Should().Be(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Decode_JpegScaledDown_EqualsPilsDraft(int denominator)
    {
        RgbImage image = ImageDecoder.Default.DecodeFile(ReferenceData.PathOf("baseline-420.jpg"), denominator);

        (image.Width, image.Height).Should().Be(((61 + denominator - 1) / denominator, (47 + denominator - 1) / denominator));
        TestImages.MaxDifference(image, ReferenceData.ReadCompressed($"baseline-420.jpg.scale{denominator}.rgb.gz")).Should().Be(0);
    }

    [Fact]
    public void Decode_PngScaledDown_IgnoresTheScale() =>
        ImageDecoder.Default.DecodeFile(ReferenceData.PathOf("rgb.png"), scaleDenominator: 8).Width.Should().Be(61);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(16)]
    public void Decode_UnknownScale_Throws(int denominator)
    {
        Action act = () => ImageDecoder.Default.DecodeFile(ReferenceData.PathOf("grey.jpg"), denominator);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData("grey.jpg", ImageFileFormat.Jpeg)]
    [InlineData("palette.png", ImageFileFormat.Png)]
    public void ReadInfo_KnownFile_GivesSizeAndFormat(string name, ImageFileFormat format) =>
        ImageDecoder.Default.ReadInfoFromFile(ReferenceData.PathOf(name)).Should().Be(new ImageInfo(61, 47, format));

    [Theory]
    [InlineData("orientation-3.jpg", 33, 21)]
    [InlineData("orientation-6.jpg", 21, 33)]
    [InlineData("orientation.png", 21, 33)]
    public void ReadInfo_TurnedPicture_GivesTheUprightSize(string name, int width, int height)
    {
        ImageInfo info = ImageDecoder.Default.ReadInfoFromFile(ReferenceData.PathOf(name));

        (info.Width, info.Height).Should().Be((width, height));
    }

    [Fact]
    public void Decode_PngNamedJpg_GoesByItsContent() =>
        ImageDecoder.Default.Decode(ReferenceData.Read("rgb.png"), "misnamed.jpg").Width.Should().Be(61);

    [Fact]
    public void Decode_JunkBetweenSegments_IsTolerated()
    {
        byte[] jpeg = ReferenceData.Read("baseline-420.jpg");
        byte[] withJunk = [.. jpeg[..20], 0x11, 0x22, .. jpeg[20..]];

        RgbImage image = ImageDecoder.Default.Decode(withJunk, "camera.jpg");

        TestImages.MaxDifference(image, ReferenceData.ReadCompressed("baseline-420.jpg.rgb.gz")).Should().Be(0);
    }

    [Fact]
    public void Decode_FromManyThreads_GivesTheSamePixels()
    {
        byte[] jpeg = ReferenceData.Read("progressive-420.jpg");
        byte[] expected = ReferenceData.ReadCompressed("progressive-420.jpg.rgb.gz");

        Parallel.For(0, 64, _ =>
            TestImages.MaxDifference(ImageDecoder.Default.Decode(jpeg, "shared.jpg"), expected).Should().Be(0));
    }
}
