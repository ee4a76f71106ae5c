using MobileNets.Architecture;
using MobileNets.Modules;
using MobileNets.Training.Data;
using TorchSharp;

namespace MobileNets.Training.Tests;

public sealed class TrainerTests(FlowersFixture flowers) : IClassFixture<FlowersFixture>
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 12, BatchSize = 12, ImageSize = 48, LearningRate = 0.0001, WarmupSteps = 6, MinCropArea = 0.95,
    };

    [Fact]
    public void Fit_GeneratedFlowers_LowersTheTrainingLoss()
    {
        using var model = Model();
        using var sut = new Trainer(model, s_options);

        var epochs = sut.Fit(flowers.Data).ToList();

        epochs.Select(epoch => epoch.Epoch).Should().Equal(Enumerable.Range(1, 12));
        epochs.Min(epoch => epoch.TrainLoss).Should().BeLessThan(0.9 * epochs[0].TrainLoss);
        epochs.Max(epoch => epoch.TrainAccuracy).Should().BeGreaterThan(0.45, "a third would be chance");
        epochs[0].IsBest.Should().BeTrue();
        epochs.Should().OnlyContain(epoch => epoch.ValidationAccuracy >= 0 && epoch.ValidationAccuracy <= 1 && epoch.WaitShare >= 0 && epoch.WaitShare <= 1);
        model.training.Should().BeFalse();
    }

    [Fact]
    public void Fit_Twice_IsRepeatableBitForBit()
    {
        Weights(s_options with { Workers = 1 }).Should().Equal(Weights(s_options with { Workers = 3 }));
    }

    [Fact]
    public void Fit_AbsurdLearningRate_StopsWithTheStepAndTheCure()
    {
        using var model = Model();
        using var sut = new Trainer(model, s_options with { LearningRate = 1e30, WarmupSteps = 0 });

        sut.Invoking(s => s.Fit(flowers.Data).Count()).Should().Throw<TrainingDivergedException>().WithMessage("*epoch 1, step *smaller learning rate*");
    }

    [Fact]
    public void Fit_Cancelled_Throws()
    {
        using var model = Model();
        using var sut = new Trainer(model, s_options);
        using var stop = new CancellationTokenSource();

        sut.Invoking(s => s.Fit(flowers.Data, new CancelAtOnce(stop), stop.Token).Count()).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void Fit_OtherNumberOfClasses_Throws()
    {
        using var model = Model(classes: 4);
        using var sut = new Trainer(model, s_options);

        sut.Invoking(s => s.Fit(flowers.Data)).Should().Throw<ArgumentException>().WithMessage("The network has 4 classes*has 3*");
    }

    private float[] Weights(TrainingOptions options)
    {
        using var model = Model();
        using var trainer = new Trainer(model, options with { Epochs = 2 });
        _ = trainer.Fit(flowers.Data).Count();
        return model.ToStateDict().Where(entry => entry.Name.EndsWith("weight")).SelectMany(entry => entry.ReadSingles()).ToArray();
    }

    private static MobileNetV2 Model(int classes = 3)
    {
        torch.manual_seed(1);
        return new MobileNetV2(new MobileNetV2Options { Classes = classes, WidthMultiplier = 0.35 });
    }

    private sealed class CancelAtOnce(CancellationTokenSource stop) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => stop.Cancel();
    }
}
