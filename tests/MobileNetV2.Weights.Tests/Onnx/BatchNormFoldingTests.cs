using MobileNets.Architecture;

namespace MobileNets.Weights.Tests;

public sealed class BatchNormFoldingTests
{
    private static readonly LayerPlan Convolution = LayerPlan.Convolution("conv", new TensorShape(1, 4, 4), outputChannels: 2, kernel: 1);
    private static readonly LayerPlan BatchNorm = LayerPlan.BatchNorm("norm", Convolution.Output);

    [Fact]
    public void Fold_TwoChannels_GivesScaledFiltersAndShifts()
    {
        // s = 3 / √4 and −1 / √0.25: b = 0.5 − 1.5·1 and 10 + 2·−3.
        var folded = Fold(filters: [2, 5], scale: [3, -1], shift: [0.5f, 10], mean: [1, -3], variance: [4 - 1e-5f, 0.25f - 1e-5f]);

        folded.Weight[0].Should().BeApproximately(3, 1e-6f);
        folded.Weight[1].Should().BeApproximately(-10, 1e-6f);
        folded.Bias[0].Should().BeApproximately(-1, 1e-6f);
        folded.Bias[1].Should().BeApproximately(4, 1e-5f);
    }

    [Fact]
    public void Fold_VarianceZero_DividesByTheRootOfEpsilon() =>
        Fold(variance: [0, 1]).Weight[0].Should().BeApproximately(316.22777f, 1e-4f);

    [Theory]
    [InlineData(-1e-6f)]
    [InlineData(float.NaN)]
    public void Fold_VarianceThatIsNone_NamesTheTensorAndTheChannel(float variance) =>
        FluentActions.Invoking(() => Fold(variance: [1, variance]))
            .Should().Throw<WeightsFormatException>().WithMessage("*'norm.running_var', channel 1*variance of 0 or more*");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MaxValue)]
    public void Fold_WeightBeyondFloat32_NamesTheTensorAndTheChannel(float weight) =>
        FluentActions.Invoking(() => Fold(filters: [weight, 1], scale: [2, 2]))
            .Should().Throw<WeightsFormatException>().WithMessage("*'conv.weight', channel 0*norm folded in*");

    [Fact]
    public void Fold_ShiftThatIsNoNumber_NamesTheLayerAndTheChannel() =>
        FluentActions.Invoking(() => Fold(mean: [0, float.NaN]))
            .Should().Throw<WeightsFormatException>().WithMessage("*'norm', channel 1*finite bias*");

    private static FoldedConvolution Fold(
        float[]? filters = null, float[]? scale = null, float[]? shift = null, float[]? mean = null, float[]? variance = null) =>
        BatchNormFolding.Fold(
            new StateDict(
            [
                NamedTensor.FromSingles("conv.weight", [2, 1, 1, 1], filters ?? [1, 1]),
                NamedTensor.FromSingles("norm.weight", [2], scale ?? [1, 1]),
                NamedTensor.FromSingles("norm.bias", [2], shift ?? [0, 0]),
                NamedTensor.FromSingles("norm.running_mean", [2], mean ?? [0, 0]),
                NamedTensor.FromSingles("norm.running_var", [2], variance ?? [1, 1]),
            ]),
            Convolution, BatchNorm);
}
