namespace MobileNets.Training.Recipe.Tests;

public sealed class LearningRateScheduleTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RecipeReference.Section("schedules").Cases().Count())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void At_EveryStep_IsTheReference(int index)
    {
        var reference = RecipeReference.Section("schedules");
        var expected = reference.Cases().ElementAt(index).Numbers("rates");
        var options = reference.Cases().ElementAt(index).Options() with { Epochs = reference.GetProperty("epochs").GetInt32() };
        var sut = new LearningRateSchedule(options, reference.GetProperty("stepsPerEpoch").GetInt32());

        Enumerable.Range(0, expected.Length).Select(step => sut.At(step)).ToArray().ShouldBeClose(expected, 1e-15);
        expected.Should().HaveCount(30);
    }

    [Fact]
    public void At_LastStepsOfTheCosine_FallToTheFloorAndStay()
    {
        var sut = new LearningRateSchedule(new TrainingOptions { Schedule = ScheduleKind.Cosine, Epochs = 2, MinLearningRate = 0.01 }, 50);

        sut.At(99).Should().BeApproximately(0.01, 1e-4).And.BeGreaterThan(0.01);
        sut.At(100).Should().BeApproximately(0.01, 1e-17);
        sut.At(5000).Should().BeApproximately(0.01, 1e-17);
    }

    [Theory]
    [InlineData(ScheduleKind.Exponential)]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.Constant)]
    public void At_WarmupLongerThanTheRun_RisesToItsEnd(ScheduleKind schedule)
    {
        var sut = new LearningRateSchedule(new TrainingOptions { Schedule = schedule, Epochs = 1, WarmupSteps = 10, LearningRate = 1 }, 5);

        sut.At(4).Should().Be(0.5);
    }
}
