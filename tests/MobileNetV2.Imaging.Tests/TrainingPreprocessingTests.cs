namespace MobileNets.Imaging.Tests;

public class TrainingPreprocessingTests
{
    [Theory]
    [InlineData(0.49, true)]
    [InlineData(0.5, false)]
    public void Apply_LastNumber_DecidesTheFlip(double lastNumber, bool flipped)
    {
        // An area of 1 and a ratio of 1 choose the whole square picture.
        var random = new ScriptedRandom([0.999999, 0.5, 0, 0, lastNumber]);
        RgbImage image = TestImages.Noise(16, 16, seed: 11);
        var sut = new TrainingPreprocessing(16);
        var planes = new float[sut.OutputLength];

        sut.Apply(image, random, planes);

        var expected = new float[sut.OutputLength];
        ChannelNormalization.ImageNet.Apply(flipped ? image.FlipHorizontally() : image, expected);
        planes.Should().Equal(expected);
    }
}
