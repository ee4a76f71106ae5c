using System.Buffers.Binary;

namespace MobileNets.Imaging.Tests;

public class ExifOrientationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("II")]
    [InlineData("II*\0\u0008\0\0\0")]
    [InlineData("II*\0\u00FF\u00FF\u00FF\u00FF\u0001\0")]
    [InlineData("II*\0\u00FF\u00FF\u00FF\u007F\u0001\0")]
    [InlineData("XX*\0\u0008\0\0\0\0\0")]
    public void Read_NoDirectory_IsUpright(string content) =>
        ExifOrientation.Read(System.Text.Encoding.Latin1.GetBytes(content)).IsUpright.Should().BeTrue();

    [Fact]
    public void Read_DirectoryClaimingMoreEntriesThanThereAre_StopsAtTheEnd()
    {
        byte[] tiff = Tiff(orientation: 6);
        tiff[8] = 0xFF;
        tiff[9] = 0xFF;

        ExifOrientation.Read(tiff).Should().Be(Orientation.FromExif(6));
        ExifOrientation.Read(tiff.AsSpan(0, tiff.Length - 1)).IsUpright.Should().BeTrue();
    }

    [Fact]
    public void Read_DamagedBytes_NeverThrows()
    {
        var random = new Random(3);
        for (int round = 0; round < 10_000; round++)
        {
            byte[] tiff = Tiff(orientation: 8);
            tiff[random.Next(4, tiff.Length)] = (byte)random.Next(256);
            tiff[random.Next(4, tiff.Length)] = (byte)random.Next(256);

            _ = ExifOrientation.Read(tiff.AsSpan(0, random.Next(tiff.Length + 1)));
        }
    }

    private static byte[] Tiff(ushort orientation)
    {
        byte[] tiff = new byte[22];
        "II*\0"u8.CopyTo(tiff);
        tiff[4] = 8;
        tiff[8] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(10), 0x0112);
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(12), 3);
        tiff[14] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(18), orientation);
        return tiff;
    }
}
