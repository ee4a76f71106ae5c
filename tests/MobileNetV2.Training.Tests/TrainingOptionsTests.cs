using System.Text.Json;
using MobileNets.Architecture;
using MobileNets.Modules;

namespace MobileNets.Training.Tests;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void Defaults_AreTheFlowers102Recipe()
    {
        var options = new TrainingOptions();

        (options.Optimizer, options.Momentum, options.WeightDecay).Should().Be((OptimizerKind.RMSprop, 0.9, 0.00004));
        (options.BatchSize, options.Epochs, options.EarlyStoppingPatience).Should().Be((96, 120, 27));
        new MobileNetV2Options().Dropout.Should().Be(0.2);
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
        { new() { EarlyStoppingPatience = -1 }, "EarlyStoppingPatience" },
        { new() { Optimizer = (OptimizerKind)3 }, "Optimizer" },
        { new() { Alpha = 1 }, "Alpha" },
        { new() { Alpha = double.NaN }, "Alpha" },
        { new() { Epsilon = 0 }, "Epsilon" },
        { new() { GradientClipNorm = -1 }, "GradientClipNorm" },
        { new() { Schedule = (ScheduleKind)(-1) }, "Schedule" },
        { new() { MinLearningRate = 0.05 }, "MinLearningRate" },
        { new() { FrozenEpochs = 121 }, "FrozenEpochs" },
        { new() { BatchNormMomentum = 0 }, "BatchNormMomentum" },
        { new() { LabelSmoothing = 1 }, "LabelSmoothing" },
        { new() { Mixup = double.PositiveInfinity }, "Mixup" },
        { new() { MovingAverageDecay = 1 }, "MovingAverageDecay" },
        { new() { BrightnessJitter = 1.5 }, "BrightnessJitter" },
        { new() { ContrastJitter = -0.1 }, "ContrastJitter" },
        { new() { SaturationJitter = double.NaN }, "SaturationJitter" },
        { new() { HueJitter = 0.6 }, "HueJitter" },
        { new() { Compute = (ComputeMode)3 }, "Compute" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OptionOutOfRange_NamesIt(TrainingOptions options, string name)
    {
        options.Invoking(o => o.Validate()).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);
    }

    [Fact]
    public void FromJson_WhatToJsonWrote_IsEqual()
    {
        var options = new TrainingOptions
        {
            Epochs = 7, BatchSize = 12, EarlyStoppingPatience = 0, Optimizer = OptimizerKind.RMSpropTensorFlow, Momentum = 0.1 + 0.2, Nesterov = true,
            Alpha = 0.95, Epsilon = 1e-7, WeightDecay = 1.0 / 3, DecayNormAndBias = false, DecayDepthwise = false, GradientClipNorm = 5,
            Schedule = ScheduleKind.Cosine, LearningRate = Math.PI, LearningRateDecay = 0.5, MinLearningRate = 1e-300, WarmupSteps = 4, FrozenEpochs = 2,
            BatchNormMomentum = 0.003, LabelSmoothing = 0.1, Mixup = 0.2, MovingAverageDecay = 0.9999, ImageSize = 64, MinCropArea = 0.9,
            BrightnessJitter = 0.4, ContrastJitter = 0.3, SaturationJitter = 0.2, HueJitter = 0.1, Workers = 3, Compute = ComputeMode.Torch, Seed = ulong.MaxValue,
        };

        TrainingOptions.FromJson(options.ToJson()).Should().Be(options);
        TrainingOptions.FromJson(new TrainingOptions().ToJson()).Should().Be(new TrainingOptions());
    }

    [Fact]
    public void FromJson_OptionsLeftOut_AreTheDefaults()
    {
        TrainingOptions.FromJson("""{"epochs": 5, "schedule": "Cosine"}""").Should().Be(new TrainingOptions { Epochs = 5, Schedule = ScheduleKind.Cosine });
    }

    [Theory]
    [InlineData("[]", "*no JSON object*")]
    [InlineData("{", "*")]
    [InlineData("""{"learningRates": 1}""", "*learningRates*")]
    [InlineData("""{"epochs": 1, "epochs": 2}""", "*epochs*")]
    [InlineData("""{"epochs": "many"}""", "*epochs*")]
    [InlineData("""{"epochs": null}""", "*epochs*")]
    [InlineData("""{"optimizer": "Adam"}""", "*optimizer*")]
    public void FromJson_OtherThanOptions_Throws(string json, string message)
    {
        FluentActions.Invoking(() => TrainingOptions.FromJson(json)).Should().Throw<JsonException>().WithMessage(message);
    }

    [Fact]
    public void FromJson_OptionOutOfRange_NamesIt()
    {
        FluentActions.Invoking(() => TrainingOptions.FromJson("""{"momentum": 2}""")).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Momentum");
    }
}
