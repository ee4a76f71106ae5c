using MobileNets.Imaging;

namespace MobileNets.Training.Data.Tests;

/// <summary>The smallest file that is a picture.</summary>
internal static class TestPicture
{
    public static byte[] Jpeg { get; } = JpegEncoder.Encode(new RgbImage(1, 1, [255, 0, 0]));
}
