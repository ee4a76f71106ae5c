namespace MobileNets.Imaging.Tests;

public class PixelImageTests
{
    [Theory]
    [InlineData(PixelFormat.Rgb)]
    [InlineData(PixelFormat.Rgba)]
    [InlineData(PixelFormat.Bgra)]
    public void Apply_AnyFormatAndStride_EqualsTheSamePictureInRgb(PixelFormat format)
    {
        foreach (var (width, height) in new[] { (1, 1), (5, 3), (16, 9), (33, 20), (40, 61) })
            foreach (int padding in new[] { 0, 1, 7 })
            {
                RgbImage image = TestImages.Noise(width, height, seed: width);
                byte[] pixels = Store(image, format, padding);
                var sut = new EvaluationPreprocessing(12, 10);
                float[] planes = new float[sut.OutputLength], expected = new float[sut.OutputLength];
                sut.Apply(image, expected);

                sut.Apply(new PixelImage(pixels, width, height, format, padding == 0 ? 0 : (width * BytesOf(format)) + padding), planes);

                planes.Should().Equal(expected, $"{width} × {height}, padding {padding}");
            }
    }

    [Fact]
    public void Apply_OblongInput_EqualsTheMiddleOfTheSquareOne()
    {
        RgbImage image = TestImages.Noise(50, 37, seed: 2);
        float[] square = new float[3 * 24 * 24], oblong = new float[3 * 16 * 24];
        new EvaluationPreprocessing(24, 24).Apply(image, square);

        new EvaluationPreprocessing(24, height: 16, width: 24).Apply(image, oblong);

        for (int channel = 0; channel < 3; channel++)
            oblong.AsSpan(channel * 16 * 24, 16 * 24).SequenceEqual(square.AsSpan((channel * 24 * 24) + (4 * 24), 16 * 24)).Should().BeTrue();
    }

    [Fact]
    public void ApplyToEncoded_Bytes_EqualsTheFile()
    {
        var sut = new EvaluationPreprocessing(20, 16);
        float[] planes = new float[sut.OutputLength], expected = new float[sut.OutputLength];
        sut.ApplyToFile(ReferenceData.PathOf("palette.png"), expected);

        sut.ApplyToEncoded(File.ReadAllBytes(ReferenceData.PathOf("palette.png")), "upload", planes);

        planes.Should().Equal(expected);
        FluentActions.Invoking(() => sut.ApplyToEncoded([1, 2, 3], "upload", planes)).Should().Throw<ImageFormatException>().WithMessage("upload: *");
    }

    [Theory]
    [InlineData(0, 4, 16, 100)]
    [InlineData(4, 0, 16, 100)]
    [InlineData(4, 4, 15, 100)]
    [InlineData(4, 4, -16, 100)]
    [InlineData(4, 4, 16, 63)]
    [InlineData(4, 4, 20, 75)]
    [InlineData(int.MaxValue, int.MaxValue, 0, 100)]
    public void Constructor_PixelsThatAreNotThere_Throws(int width, int height, int stride, int length)
    {
        Action act = () => _ = new PixelImage(new byte[length], width, height, PixelFormat.Rgba, stride);

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Constructor_LastRowWithoutPadding_IsEnough() =>
        new PixelImage(new byte[(3 * 20) + 16], 4, 4, PixelFormat.Bgra, 20).Stride.Should().Be(20);

    [Fact]
    public void Apply_NoPicture_Throws()
    {
        Action act = () => new EvaluationPreprocessing(8, 4).Apply(default(PixelImage), new float[48]);

        act.Should().Throw<ArgumentException>();
    }

    private static byte[] Store(RgbImage image, PixelFormat format, int padding)
    {
        int bytes = BytesOf(format);
        var pixels = new byte[(((image.Width * bytes) + padding) * image.Height) - padding];
        for (int y = 0; y < image.Height; y++)
            for (int x = 0; x < image.Width; x++)
            {
                Span<byte> rgb = image.Row(y).Slice(3 * x, 3);
                Span<byte> pixel = pixels.AsSpan((y * ((image.Width * bytes) + padding)) + (x * bytes), bytes);
                pixel[^1] = (byte)(17 * x);
                (pixel[0], pixel[1], pixel[2]) = format == PixelFormat.Bgra ? (rgb[2], rgb[1], rgb[0]) : (rgb[0], rgb[1], rgb[2]);
            }
        return pixels;
    }

    private static int BytesOf(PixelFormat format) => format == PixelFormat.Rgb ? 3 : 4;
}
