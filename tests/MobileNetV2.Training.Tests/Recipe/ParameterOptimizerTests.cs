using System.Globalization;
using MobileNets.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training.Recipe.Tests;

public sealed class ParameterOptimizerTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RecipeReference.Section("optimizers").Cases().Count())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_TenTimesInFloat64_IsTheReference(int index) => TenSteps(index, "float64", ScalarType.Float64, isFused: false, 1e-12);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_TenTimesInFloat32_IsTheReference(int index)
    {
        TenSteps(index, "float32", ScalarType.Float32, isFused: false, 1e-5);
        TenSteps(index, "float32", ScalarType.Float32, isFused: true, 1e-5);
    }

    [Theory]
    [InlineData("weight_decay 4E-05 momentum 0.9 centered False", 0.9, 4e-5)]
    [InlineData("weight_decay 0 momentum 0 centered False", 0, 0)]
    public void Step_RMSprop_IsTorchSharpsOwn(string header, double momentum, double weightDecay)
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reference", "torchsharp-golden.txt"))
            .SkipWhile(line => !line.Contains(header)).Skip(1).TakeWhile(line => line[0] != '#')
            .Select(line => line.Split("  lr")[0].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToList();
        var parameter = new Parameter(tensor(new[] { 1, -2, 0.5, 3 }));
        using var sut = new RMSprop([new TrainedParameter("p", parameter, weightDecay)], momentum);

        for (var step = 0; step < rows.Count; step++)
        {
            parameter.grad = parameter.detach().clone();
            sut.Step(0.045 * Math.Pow(0.98, step));
            parameter.detach().data<double>().ToArray().ShouldBeClose(rows[step], 1e-14, $"in step {step}");
        }
        rows.Should().HaveCount(6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LoadState_OfAnyStep_ContinuesBitForBit(int index)
    {
        foreach (var (type, isFused) in new[] { (ScalarType.Float32, true), (ScalarType.Float32, false), (ScalarType.Float64, false) })
            foreach (var savedAfter in new[] { 0, 5 })
            {
                using var whole = new OptimizedPair(Options(index), type, isFused);
                using var resumed = new OptimizedPair(Options(index), type, isFused);
                for (var step = 0; step < savedAfter; step++)
                    whole.Step();

                resumed.ContinueFrom(whole);

                for (var step = savedAfter; step < 10; step++)
                    resumed.Step().Should().Equal(whole.Step());
            }
    }

    [Fact]
    public void SaveState_RMSprop_NamesTheParameters()
    {
        using var pair = new OptimizedPair(new TrainingOptions());

        pair.Optimizer.SaveState().Select(entry => entry.Name).Should().Equal(
            "square_avg.layer.weight", "momentum_buffer.layer.weight", "square_avg.layer.bias", "momentum_buffer.layer.bias");
    }

    [Fact]
    public void LoadState_OfAnotherOptimizer_ThrowsAndNamesWhatDiffers()
    {
        using var pair = new OptimizedPair(new TrainingOptions());
        using var other = new OptimizedPair(new TrainingOptions { Optimizer = OptimizerKind.Sgd });

        pair.Optimizer.Invoking(o => o.LoadState(other.Optimizer.SaveState(), "last.ckpt")).Should()
            .Throw<StateDictMismatchException>().WithMessage("last.ckpt*missing: square_avg.layer.weight*");
    }

    [Fact]
    public void LoadState_OfAnotherType_ThrowsAndChangesNothing()
    {
        using var pair = new OptimizedPair(new TrainingOptions(), ScalarType.Float32);
        using var other = new OptimizedPair(new TrainingOptions(), ScalarType.Float64);
        other.Step();

        pair.Optimizer.Invoking(o => o.LoadState(other.Optimizer.SaveState(), "last.ckpt")).Should()
            .Throw<WeightsFormatException>().WithMessage("last.ckpt, 'square_avg.layer.weight'*expected Float32*found Float64*");
        pair.Optimizer.SaveState()[0].ReadSingles().Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Step_ParameterWithoutGradient_LeavesItAndItsState()
    {
        using var pair = new OptimizedPair(new TrainingOptions { Optimizer = OptimizerKind.RMSpropTensorFlow });
        pair.Parameters[0].Parameter.grad = ones_like(pair.Parameters[0].Parameter);
        var before = pair.Values;

        pair.Optimizer.Step(0.1);

        pair.Values[..4].Should().NotEqual(before[..4]);
        pair.Values[4..].Should().Equal(before[4..]);
        pair.Optimizer.SaveState()["square_avg.layer.bias"].ReadSingles().Should().OnlyContain(value => value == 1);
    }

    [Fact]
    public void Constructor_NumberOutOfRange_Throws()
    {
        FluentActions.Invoking(() => new Sgd([], 1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("momentum");
        FluentActions.Invoking(() => new RMSprop([], 0.9, alpha: 1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("alpha");
        FluentActions.Invoking(() => new RMSpropTensorFlow([], epsilon: -1)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("epsilon");
    }

    private static void TenSteps(int index, string name, ScalarType type, bool isFused, double tolerance)
    {
        var expected = RecipeReference.Section("optimizers").Cases().ElementAt(index).Rows(name);
        using var pair = new OptimizedPair(Options(index), type, isFused);

        for (var step = 0; step < expected.Length; step++)
            pair.Step().ShouldBeClose(expected[step], tolerance, $"in step {step}");
        expected.Should().HaveCount(10);
    }

    private static TrainingOptions Options(int index) => RecipeReference.Section("optimizers").Cases().ElementAt(index).Options();
}
