using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Modules.Tests.Parity;

/// <summary>
/// RMSprop steps in float64 against torchvision's. Rounding alone carries a trajectory away, ever faster with the learning
/// rate: the reference records how far (the same batch in reverse order), and this test allows a multiple of that.
/// </summary>
public sealed class TrainingTrajectoryTests(ITestOutputHelper output)
{
    private const double SpreadsAllowed = 50;
    private const double Rounding = 1e-9;

    private static readonly Dictionary<double, Trajectory> s_trajectories = [];

    [Fact]
    public void Losses_AtSmallLearningRate_EqualTorchvisionForTenSteps()
    {
        var reference = Reference(0.00045);

        var losses = TrajectoryOf(reference).Losses;

        losses.Should().HaveCount(10);
        losses.Zip(reference.Losses, (actual, expected) => Math.Abs(actual - expected)).Should().OnlyContain(difference => difference < 1e-8);
    }

    [Theory]
    [InlineData(0.045)]
    [InlineData(0.0045)]
    public void Losses_AtLargeLearningRate_StayWithinTheRecordedSpread(double learningRate)
    {
        var reference = Reference(learningRate);

        var losses = TrajectoryOf(reference).Losses;

        losses.Should().HaveCount(reference.Steps);
        for (var step = 0; step < reference.Steps; step++)
            losses[step].Should().BeApproximately(reference.Losses[step], Rounding + SpreadsAllowed * reference.LossSpread[..(step + 1)].Max(), $"step {step}");
    }

    [Theory]
    [InlineData(0.045)]
    [InlineData(0.0045)]
    [InlineData(0.00045)]
    public void RunningStatistics_AfterTheLastStep_EqualTorchvision(double learningRate)
    {
        var reference = Reference(learningRate);

        TrajectoryOf(reference).Buffers.Should().HaveCount(104)
            .And.OnlyContain(deviation => deviation.Largest < Rounding + SpreadsAllowed * reference.BufferSpread);
    }

    [Theory]
    [InlineData(0.045)]
    [InlineData(0.0045)]
    [InlineData(0.00045)]
    public void Parameters_AfterTheLastStep_EqualTorchvision(double learningRate)
    {
        var reference = Reference(learningRate);

        TrajectoryOf(reference).Parameters.Should().HaveCount(158)
            .And.OnlyContain(deviation => deviation.Largest < Rounding + SpreadsAllowed * reference.ParameterSpread);
    }

    [Theory]
    [InlineData(0.045)]
    [InlineData(0.0045)]
    [InlineData(0.00045)]
    public void BatchesTracked_AfterTheLastStep_CountEveryStep(double learningRate)
    {
        var reference = Reference(learningRate);

        TrajectoryOf(reference).BatchesTracked.Should().HaveCount(52).And.OnlyContain(count => count == reference.BatchesTracked);
    }

    private static TrainingRecord Reference(double learningRate) =>
        ReferenceData.Index.Training.Single(record => record.LearningRate == learningRate);

    private Trajectory TrajectoryOf(TrainingRecord reference)
    {
        if (!s_trajectories.TryGetValue(reference.LearningRate, out var trajectory))
            s_trajectories.Add(reference.LearningRate, trajectory = Train(reference));
        output.WriteLine($"losses off {string.Join(' ', trajectory.Losses.Zip(reference.Losses, (actual, expected) => $"{Math.Abs(actual - expected):E1}"))}");
        output.WriteLine($"recorded   {string.Join(' ', reference.LossSpread.Select(spread => $"{spread:E1}"))}");
        output.WriteLine($"buffers off {trajectory.Buffers.Max(deviation => deviation.Largest):E1}, recorded {reference.BufferSpread:E1}");
        output.WriteLine($"parameters off {trajectory.Parameters.Max(deviation => deviation.Largest):E1}, recorded {reference.ParameterSpread:E1}");
        return trajectory;
    }

    private static Trajectory Train(TrainingRecord setting)
    {
        using var scope = NewDisposeScope();
        using var network = Formula.Network(setting.Width, setting.Classes, ScalarType.Float64);
        network.train();
        var images = Formula.Images(setting.Batch, setting.Resolution);
        var labels = Formula.Labels(setting.Batch, setting.Classes);
        using var optimizer = optim.RMSProp(network.parameters(), setting.LearningRate, 0.99, 1e-8, 4e-5, 0.9);
        var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, setting.Decay);

        var losses = new double[setting.Steps];
        for (var step = 0; step < setting.Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = functional.cross_entropy(network.call(images), labels);
            loss.backward();
            optimizer.step();
            scheduler.step();
            losses[step] = loss.item<double>();
        }

        var state = network.state_dict();
        Deviation[] Compare(ReducedTensor[] tensors) =>
            Array.ConvertAll(tensors, tensor => Deviation.Of(tensor, ReferenceData.Doubles(tensor), state[tensor.Key]));
        var tracked = state.Where(entry => entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Select(entry => entry.Value.item<long>());
        return new Trajectory(losses, Compare(setting.Buffers), Compare(setting.Parameters), tracked.ToArray());
    }

    private sealed record Trajectory(double[] Losses, Deviation[] Buffers, Deviation[] Parameters, long[] BatchesTracked);
}
