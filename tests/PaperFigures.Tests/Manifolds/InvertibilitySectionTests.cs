using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class InvertibilitySectionTests
{
    [Theory]
    [InlineData(8, 4)]
    [InlineData(8, 7)]
    public void RecoveryErrors_FewerOutputsThanInputs_AlwaysLose(int inputs, int outputs) =>
        InvertibilitySection.RecoveryErrors(inputs, outputs, 100, seed: 1).Should().OnlyContain(error => error > 1e-3);

    [Fact]
    public void RecoveryErrors_SixTimesAsManyOutputs_NeverLose() =>
        InvertibilitySection.RecoveryErrors(16, 96, 100, seed: 1).Should().OnlyContain(error => error < 1e-9);

    [Theory]
    [InlineData(4, 4)]
    [InlineData(4, 8)]
    [InlineData(4, 12)]
    public void RecoveryErrors_SomeMoreOutputs_LoseAsOftenAsCalculated(int inputs, int outputs)
    {
        const int trials = 1000;
        var expected = RandomReluLayer.RecoveryProbability(inputs, outputs);

        var recovered = InvertibilitySection.RecoveryErrors(inputs, outputs, trials, seed: 1).Count(error => error < 1e-6) / (double)trials;

        recovered.Should().BeApproximately(expected, 4 * Math.Sqrt(expected * (1 - expected) / trials), "that is four standard deviations");
    }
}
