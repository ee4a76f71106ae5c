using System.Globalization;

namespace MobileNets.Imaging.Tests;

public class EvaluationPreprocessingTests
{
    private const int SampleStep = 997;

    [Fact]
    public void Apply_ManySizes_EqualsTorchvisionAtTheSamples()
    {
        foreach (string[] row in ReferenceData.ReadCsv("preprocessing.csv"))
        {
            int[] sizes = [.. row[..4].Select(int.Parse)];
            float[] expected = [.. row[4].Split(' ').Select(value => float.Parse(value, CultureInfo.InvariantCulture))];

            float[] planes = Prepare(sizes[0], sizes[1], sizes[2], sizes[3]);

            planes.Where((_, i) => i % SampleStep == 0).Should().Equal(expected, string.Join(' ', sizes));
        }
    }

    [Theory]
    [InlineData(61, 47, 40, 32)]
    [InlineData(47, 61, 37, 32)]
    [InlineData(1, 1, 8, 5)]
    [InlineData(1, 40, 9, 8)]
    [InlineData(33, 5, 16, 16)]
    [InlineData(300, 200, 33, 32)]
    public void Apply_SmallSizes_EqualsTorchvisionEverywhere(int width, int height, int resize, int size) =>
        Prepare(width, height, resize, size)
            .Should().Equal(ReferenceData.ReadFloats($"preprocessing-{width}x{height}-{resize}-{size}.f32.gz"));

    [Theory]
    [InlineData("baseline-420.jpg")]
    [InlineData("orientation-8.jpg")]
    [InlineData("palette.png")]
    public void ApplyToFile_Picture_EqualsDecodingItFirst(string name)
    {
        var sut = new EvaluationPreprocessing(20, 16);
        float[] planes = new float[sut.OutputLength], expected = new float[sut.OutputLength];
        sut.Apply(ImageDecoder.Default.DecodeFile(ReferenceData.PathOf(name)), expected);

        sut.ApplyToFile(ReferenceData.PathOf(name), planes);

        planes.Should().Equal(expected);
    }

    [Fact]
    public void Apply_SpanOfAnotherLength_Throws()
    {
        Action act = () => new EvaluationPreprocessing(8, 4).Apply(new RgbImage(5, 5), new float[47]);

        act.Should().Throw<ArgumentException>().WithMessage("*48 floats, not 47*");
    }

    [Theory]
    [InlineData(224, 256)]
    [InlineData(224, 0)]
    public void Constructor_CropThatCannotBeCut_Throws(int resizeTo, int size)
    {
        Action act = () => _ = new EvaluationPreprocessing(resizeTo, size);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static float[] Prepare(int width, int height, int resize, int size)
    {
        var sut = new EvaluationPreprocessing(resize, size);
        var planes = new float[sut.OutputLength];
        sut.Apply(TestImages.Noise(width, height, seed: 3), planes);
        return planes;
    }
}
