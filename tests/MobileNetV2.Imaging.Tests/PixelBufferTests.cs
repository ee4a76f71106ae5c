namespace MobileNets.Imaging.Tests;

public class PixelBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(31)]
    public void From_AndBack_ChangesNothing(int width)
    {
        RgbImage image = TestImages.Noise(width, 1, seed: width);

        using PixelBuffer pixels = PixelBuffer.From(image);

        pixels.ToImage().Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
        for (int x = 0; x < width; x++)
            (pixels.Pixels[x] & 0xFFFFFF).Should().Be((uint)(image.Pixels[3 * x] | (image.Pixels[(3 * x) + 1] << 8) | (image.Pixels[(3 * x) + 2] << 16)));
    }
}
