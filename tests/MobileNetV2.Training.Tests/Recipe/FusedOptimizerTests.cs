using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MobileNets.Training.Recipe.Tests;

/// <summary>The one pass over memory beside torch's operators.</summary>
public sealed class FusedOptimizerTests
{
    private static readonly long[][] s_shapes = [[1], [7], [8], [33, 3], [13, 5, 1, 1], [17, 1, 3, 3], [70_001]];

    public static TheoryData<OptimizerKind, double, double, bool> Cases
    {
        get
        {
            var cases = new TheoryData<OptimizerKind, double, double, bool>();
            foreach (var kind in Enum.GetValues<OptimizerKind>())
                foreach (var momentum in new[] { 0, 0.9 })
                    foreach (var weightDecay in new[] { 0, 0.01 })
                        foreach (var nesterov in kind == OptimizerKind.Sgd ? new[] { false, true } : [false])
                            cases.Add(kind, momentum, weightDecay, nesterov);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_SixTimes_IsTorchsOperatorsButForRounding(OptimizerKind kind, double momentum, double weightDecay, bool nesterov)
    {
        // Of some draws one gradient in 70,001 is all but cancelled by its weight decay: RMSprop divides two roundings of next to nothing by their roots.
        manual_seed(1);
        var options = new TrainingOptions { Optimizer = kind, Momentum = momentum, Nesterov = nesterov };
        TrainedParameter[] fused = [.. s_shapes.Select((shape, i) => new TrainedParameter($"p{i}", new Parameter(randn(shape)), weightDecay))];
        TrainedParameter[] separate = [.. fused.Select(trained => trained with { Parameter = new Parameter(trained.Parameter.detach().clone()) })];
        using var sut = ParameterOptimizer.Create(fused, options);
        using var reference = ParameterOptimizer.Create(separate, options);
        reference.IsFused = false;

        for (var step = 0; step < 6; step++)
        {
            for (var i = 0; i < fused.Length; i++)
                separate[i].Parameter.grad = fused[i].Parameter.grad = randn(s_shapes[i]);
            var rate = 0.045 * Math.Pow(0.98, step);
            sut.Step(rate);
            reference.Step(rate);

            for (var i = 0; i < fused.Length; i++)
                ShouldBeClose(Floats(fused[i].Parameter), Floats(separate[i].Parameter), $"{fused[i].Name} after step {step}");
            var (state, expected) = (sut.SaveState(), reference.SaveState());
            state.Select(entry => entry.Name).Should().Equal(expected.Select(entry => entry.Name));
            foreach (var entry in state)
                ShouldBeClose(entry.ReadSingles(), expected[entry.Name].ReadSingles(), $"{entry.Name} after step {step}");
        }
    }

    [Fact]
    public void Step_Float32_HasTheBitsOfTheFormula()
    {
        var parameter = new Parameter(randn(1000));
        parameter.grad = randn(1000);
        var (expected, gradient) = (Floats(parameter), Floats(parameter.grad));
        for (var i = 0; i < expected.Length; i++)
            expected[i] -= (gradient[i] + expected[i] * 0.01f) * 0.045f;
        using var sut = new Sgd([new TrainedParameter("p", parameter, 0.01)], momentum: 0);

        sut.Step(0.045);

        Floats(parameter).Should().Equal(expected);
    }

    [Fact]
    public void Step_WhatIsNotPlainFloat32_IsLeftToTorch()
    {
        Tensor[][] pairs =
        [
            [randn(5, 3).t(), randn(3, 5)],
            [randn(3, 5), randn(5, 3).t()],
            [randn(3, 5).to(ScalarType.Float64), randn(3, 5).to(ScalarType.Float64)],
            [tensor(2.5f), tensor(-1.5f)],
        ];
        foreach (var pair in pairs)
        {
            var (mixed, separate) = (new Parameter(pair[0].clone()), new Parameter(pair[0].clone()));
            separate.grad = mixed.grad = pair[1];
            using var sut = new RMSprop([new TrainedParameter("p", mixed)], 0.9);
            using var reference = new RMSprop([new TrainedParameter("p", separate)], 0.9) { IsFused = false };

            sut.Step(0.1);
            reference.Step(0.1);

            mixed.eq(separate).all().item<bool>().Should().BeTrue();
            mixed.eq(pair[0]).any().item<bool>().Should().BeFalse();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_BeforeABackwardThatNeedsTheOldValues_MakesItThrow(bool isFused)
    {
        var parameter = new Parameter(randn(3, 5));
        using var sut = new Sgd([new TrainedParameter("p", parameter)]) { IsFused = isFused };
        var loss = parameter.square().sum();
        loss.backward(retain_graph: true);

        sut.Step(0.1);

        loss.Invoking(l => l.backward()).Should().Throw<ExternalException>().WithMessage("*modified by an inplace operation*");
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().data<float>().ToArray();

    // Eight units in the last place of the largest number.
    private static void ShouldBeClose(float[] actual, float[] expected, string because)
    {
        var largest = Math.Max(1, expected.Max(Math.Abs));
        actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-6f * largest, because);
    }
}
