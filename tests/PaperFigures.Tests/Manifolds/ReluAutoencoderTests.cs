using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class ReluAutoencoderTests
{
    [Theory]
    [InlineData(2, 0.5, 1)]
    [InlineData(3, 0.2, 0.5)]
    [InlineData(4, 0, 0.01)]
    public void Reconstruct_WithoutBiases_NeedsFourChannelsForTwoDimensions(int width, double least, double most)
    {
        var spiral = Spiral.Points(100);

        var output = ReluAutoencoder.Reconstruct(spiral, width, hasBias: false, seed: 1);

        Reconstruction.Error(spiral, output).Should().BeInRange(least, most);
    }

    [Fact]
    public void Reconstruct_SameSeed_IsTheSame()
    {
        var spiral = Spiral.Points(20);

        var outputs = new[] { 3, 3, 4 }.Select(seed => ReluAutoencoder.Reconstruct(spiral, 5, hasBias: true, seed)).ToList();

        outputs[1].ToArray().Should().BeEquivalentTo(outputs[0].ToArray());
        outputs[2].ToArray().Should().NotBeEquivalentTo(outputs[0].ToArray());
    }
}
