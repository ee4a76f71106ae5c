namespace MobileNets.Training.Runs.Tests;

public sealed class ClosingSummaryTests
{
    [Fact]
    public void Of_TwoEpochs_HasTheExtremesOfEach() =>
        ClosingSummary.Of([Epoch(1, train: 0.5, validation: 0.8127), Epoch(2, train: 0.999, validation: 0.7)]).ReplaceLineEndings("\n").Should().Be("""
            Minimum train error rate: 0.10 %
            Minimum val error rate: 18.73 %
            Maximum train accuracy: 99.90 %
            Maximum val accuracy: 81.27 %
            """.ReplaceLineEndings("\n"));

    private static EpochResult Epoch(int number, double train, double validation) => new(number, 0.045, 1, train, 1, validation, true, TimeSpan.Zero, 0);
}
