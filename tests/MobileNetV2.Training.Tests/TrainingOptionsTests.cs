namespace MobileNets.Training.Tests;

public sealed class TrainingOptionsTests
{
    [Theory]
    [InlineData(0, 0, 0.045)]
    [InlineData(1, 500, 0.0441)]
    [InlineData(2, 500, 0.043218)]
    [InlineData(26, 9999, 0.026612794583)] // 0.045 · 0.98²⁶
    [InlineData(119, 9999, 0.004065514564)] // 0.045 · 0.98¹¹⁹
    public void LearningRateAt_DefaultRecipe_Is0045Times098PerEpoch(int epoch, long step, double expected)
    {
        new TrainingOptions().LearningRateAt(epoch, step).Should().BeApproximately(expected, 1e-8);
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(4, 0.05)]
    [InlineData(9, 0.1)]
    [InlineData(10, 0.1)]
    public void LearningRateAt_InWarmup_RisesLinearly(long step, double expected)
    {
        new TrainingOptions { LearningRate = 0.1, WarmupSteps = 10 }.LearningRateAt(0, step).Should().BeApproximately(expected, 1e-15);
    }

    [Fact]
    public void Defaults_AreTheFlowers102Recipe()
    {
        var options = new TrainingOptions();

        (options.Momentum, options.WeightDecay, options.BatchSize, options.Epochs).Should().Be((0.9, 0.00004, 96, 120));
    }

    public static TheoryData<TrainingOptions, string> OutOfRange => new()
    {
        { new() { Epochs = 0 }, "Epochs" },
        { new() { BatchSize = 1 }, "BatchSize" },
        { new() { LearningRate = 0 }, "LearningRate" },
        { new() { LearningRate = double.NaN }, "LearningRate" },
        { new() { LearningRateDecay = 1.01 }, "LearningRateDecay" },
        { new() { WarmupSteps = -1 }, "WarmupSteps" },
        { new() { Momentum = 1 }, "Momentum" },
        { new() { WeightDecay = -1e-5 }, "WeightDecay" },
        { new() { ImageSize = 31 }, "ImageSize" },
        { new() { MinCropArea = 0 }, "MinCropArea" },
        { new() { Workers = 0 }, "Workers" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OptionOutOfRange_NamesIt(TrainingOptions options, string name)
    {
        options.Invoking(o => o.Validate()).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);
    }
}
