using MobileNets.Imaging;

namespace MobileNets.Training.Data.Tests;

public sealed class ColorHistogramBaselineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predict_ColoursOfOneClass_GivesThatClass()
    {
        var sut = ColorHistogramBaseline.Fit([Sample(200, 30, 30, 0), Sample(30, 30, 200, 1)]);

        sut.Predict(Solid(201, 31, 29)).Should().Be(0);
        sut.Predict(Solid(31, 29, 201)).Should().Be(1);
    }

    [Fact]
    public void Accuracy_HalfOfThePicturesInTheirClassColours_IsOneHalf()
    {
        var sut = ColorHistogramBaseline.Fit([Sample(200, 30, 30, 0), Sample(30, 30, 200, 1)]);

        sut.Accuracy([Sample(200, 30, 30, 0), Sample(200, 30, 30, 1)]).Should().Be(0.5);
    }

    [Fact]
    public void Fit_NoPictures_Throws()
        => FluentActions.Invoking(() => ColorHistogramBaseline.Fit([])).Should().Throw<ArgumentException>();

    // Twenty species: 5 % by chance. On 80 pictures each a small convolutional network reached 98 %, this baseline 10 %.
    [Fact]
    public void Accuracy_OnSyntheticFlowers_ShowsThatColourDoesNotTellTheSpecies()
    {
        SyntheticFlowers.Write(_folder.Path, new SyntheticFlowersOptions { Classes = 20, PerClass = 20, Size = 64 });
        var dataset = ImageDataset.Open(_folder.Path);

        var accuracy = ColorHistogramBaseline.Fit(dataset.Samples(Split.Train))
            .Accuracy([.. dataset.Samples(Split.Validation), .. dataset.Samples(Split.Test)]);

        accuracy.Should().BeLessThan(0.25);
    }

    private ImageSample Sample(byte red, byte green, byte blue, int label)
        => new(_folder.Write($"{red}-{blue}-{label}.jpg", JpegEncoder.Encode(Solid(red, green, blue))), label);

    private static RgbImage Solid(byte red, byte green, byte blue)
    {
        var image = new RgbImage(16, 16);
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (red, green, blue);
        return image;
    }
}
