namespace MobileNets.Training.Recipe.Tests;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void After_AccuracyThatStopsRising_StopsWhenPatienceEnds()
    {
        var sut = new EarlyStopping(3);
        var stops = new List<bool>();
        var bests = new List<bool>();
        foreach (var accuracy in new[] { 0, 0.5, 0.4, 0.5, 0.6, 0.6, double.NaN, 0.1 })
        {
            sut = sut.After(accuracy);
            stops.Add(sut.ShouldStop);
            bests.Add(sut.IsBest);
        }

        stops.Should().Equal(false, false, false, false, false, false, false, true);
        bests.Should().Equal(true, true, false, false, true, false, false, false);
        sut.BestAccuracy.Should().Be(0.6);
    }

    [Fact]
    public void ShouldStop_PatienceZero_Never()
    {
        new EarlyStopping(0, 0.9, 1000).ShouldStop.Should().BeFalse();
    }

    [Fact]
    public void After_PutBackFromItsNumbers_Continues()
    {
        var saved = new EarlyStopping(2).After(0.3).After(0.2);

        new EarlyStopping(2, saved.BestAccuracy, saved.EpochsSinceBest).After(0.1).ShouldStop.Should().BeTrue();
    }
}
