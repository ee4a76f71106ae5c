using System.Buffers.Binary;

namespace MobileNets.Imaging.Tests;

public class ImageDecoderFaultTests
{
    public static TheoryData<string> OneOfEachKind => ["baseline-420.jpg", "progressive-420.jpg", "grey.jpg", "ycck.jpg", "orientation-6.jpg", "rgb.png", "interlaced.png", "palette.png"];

    [Theory]
    [MemberData(nameof(OneOfEachKind))]
    public void Decode_TruncatedAnywhere_ThrowsNamingTheFile(string name)
    {
        byte[] data = ReferenceData.Read(name);
        // libspng does not ask for the checksum of a PNG's empty end chunk, the file's last four bytes.
        int fewestMissing = name.EndsWith(".png", StringComparison.Ordinal) ? 5 : 1;
        for (int missing = fewestMissing; missing < data.Length; missing += missing < 20 || data.Length - missing < 700 ? 1 : 13)
            ExpectFormatException(data[..^missing], name);
    }

    [Theory]
    [MemberData(nameof(OneOfEachKind))]
    public void Decode_FlippedBytes_GivesPixelsOrTheTypedException(string name)
    {
        byte[] data = ReferenceData.Read(name);
        var random = new Random(4);
        for (int round = 0; round < 500; round++)
        {
            byte[] damaged = [.. data];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(8, damaged.Length)] ^= (byte)random.Next(1, 256);

            try
            {
                // A flipped size may be legal and large: the limit keeps the test short.
                RgbImage image = new ImageDecoder(maxPixels: 1_000_000).Decode(damaged, name);
                image.Pixels.Length.Should().Be(image.Width * image.Height * RgbImage.Channels);
            }
            catch (ImageFormatException e)
            {
                e.FileName.Should().Be(name);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a")]
    [InlineData("<html><body>404</body></html>")]
    [InlineData("\u00FF")]
    public void Decode_NoImage_ThrowsNamingTheFile(string content) =>
        ExpectFormatException(System.Text.Encoding.Latin1.GetBytes(content), "page.jpg");

    [Fact]
    public void Decode_JunkThenTruncation_ThrowsAlthoughTheFirstWarningIsHarmless()
    {
        byte[] jpeg = ReferenceData.Read("baseline-420.jpg");

        byte[] junkAndTruncated = [.. jpeg[..20], 0x11, 0x22, .. jpeg[20..(jpeg.Length / 2)]];

        ExpectFormatException(junkAndTruncated, "camera.jpg");
    }

    [Theory]
    [InlineData(60_000, 60_000, "the header claims 60000 × 60000 pixels, more than the limit*")]
    [InlineData(int.MaxValue, int.MaxValue, "*overflow*")]
    public void Decode_PngClaimingHugeSize_ThrowsBeforeDecoding(int width, int height, string reason)
    {
        byte[] bomb = ReferenceData.Read("rgb.png");
        Span<byte> header = bomb.AsSpan(12, 17);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], width);
        BinaryPrimitives.WriteInt32BigEndian(header[8..], height);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Crc32(header));

        Action act = () => ImageDecoder.Default.Decode(bomb, "bomb.png");

        act.Should().Throw<ImageFormatException>().WithMessage("bomb.png: *" + reason);
    }

    [Fact]
    public void Decode_JpegClaimingHugeSize_ThrowsBeforeDecoding()
    {
        byte[] bomb = ReferenceData.Read("baseline-420.jpg");
        int frame = bomb.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        bomb.AsSpan(frame + 5, 4).Fill(0xF0);

        Action act = () => ImageDecoder.Default.Decode(bomb, "bomb.jpg");

        act.Should().Throw<ImageFormatException>().WithMessage("bomb.jpg: the header claims 61680 × 61680 pixels*limit*");
    }

    [Fact]
    public void ReadInfo_AboveTheLimit_Throws()
    {
        Action act = () => new ImageDecoder(maxPixels: (61 * 47) - 1).ReadInfoFromFile(ReferenceData.PathOf("grey.jpg"));

        act.Should().Throw<ImageFormatException>();
    }

    [Fact]
    public void Decode_ExactlyAtTheLimit_Works() =>
        new ImageDecoder(maxPixels: 61 * 47).DecodeFile(ReferenceData.PathOf("grey.jpg")).Height.Should().Be(47);

    private static void ExpectFormatException(byte[] data, string name)
    {
        Action act = () => ImageDecoder.Default.Decode(data, name);

        act.Should().Throw<ImageFormatException>($"{name} has {data.Length} bytes").Which.FileName.Should().Be(name);
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
