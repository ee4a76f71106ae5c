using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class SpiralSectionTests
{
    private static readonly Matrix<double> s_spiral = Spiral.Points(600);

    [Theory]
    [InlineData(2, 0.879, 0.532)]
    [InlineData(30, 0.536, 0.180)]
    public void Reconstruct_Figure1sSeed_HasTheErrorThatThePageStates(int dimensions, double error, double fitted)
    {
        var output = SpiralSection.Reconstruct(s_spiral, dimensions, SpiralSection.Seed);

        Reconstruction.Error(s_spiral, output).Should().BeApproximately(error, 0.001);
        SpiralSection.FittedError(s_spiral, output).Should().BeApproximately(fitted, 0.001);
    }

    [Fact]
    public void Seed_InEveryDimension_IsInTheMiddleHalf()
    {
        foreach (var dimensions in SpiralSection.PaperDimensions)
        {
            double ErrorOf(int seed) => SpiralSection.FittedError(s_spiral, SpiralSection.Reconstruct(s_spiral, dimensions, seed));
            var errors = Enumerable.Range(1, 40).Select(ErrorOf).Order().ToList();

            ErrorOf(SpiralSection.Seed).Should().BeInRange(errors[9], errors[30]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(30)]
    public void Reconstruct_AnyDimensions_IsWhatTheNormalEquationsGive(int dimensions)
    {
        var t = Matrix<double>.Build.Random(dimensions, 2, new Normal(0, 1, new Random(5)));

        var output = SpiralSection.Reconstruct(s_spiral, dimensions, seed: 5);

        // (TᵀT)⁻¹Tᵀ ReLU(Tx), a number at a time.
        double Sum(int i, int j) => Enumerable.Range(0, dimensions).Sum(row => t[row, i] * t[row, j]);
        var determinant = Sum(0, 0) * Sum(1, 1) - Sum(0, 1) * Sum(0, 1);
        for (var point = 0; point < 600; point += 50)
        {
            var relu = Enumerable.Range(0, dimensions).Select(row => Math.Max(0, t[row, 0] * s_spiral[0, point] + t[row, 1] * s_spiral[1, point])).ToList();
            var (u, v) = (relu.Select((y, row) => t[row, 0] * y).Sum(), relu.Select((y, row) => t[row, 1] * y).Sum());
            output[0, point].Should().BeApproximately((Sum(1, 1) * u - Sum(0, 1) * v) / determinant, 1e-9);
            output[1, point].Should().BeApproximately((Sum(0, 0) * v - Sum(0, 1) * u) / determinant, 1e-9);
        }
    }

    [Fact]
    public void Reconstruct_VeryManyDimensions_IsHalfTheInput() =>
        // ReLU(z) = (z + |z|)/2, and of the second part hardly anything lies in T's two directions.
        Reconstruction.Error(0.5 * s_spiral, SpiralSection.Reconstruct(s_spiral, 1000, seed: 1)).Should().BeLessThan(0.1);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void CollapsedShare_OverManyMatrices_IsThatOfAtMostOneHead(int dimensions)
    {
        const int seeds = 2000;
        var points = Spiral.Points(50);

        var share = Enumerable.Range(1, seeds).Average(seed => SpiralSection.CollapsedShare(points, dimensions, seed));

        share.Should().BeApproximately((dimensions + 1) / Math.Pow(2, dimensions), 0.02);
    }

    [Fact]
    public void Decode_ManyDimensions_LosesLessThanThePseudoInverse() =>
        Reconstruction.LostShare(s_spiral, SpiralSection.Decode(s_spiral, 30, SpiralSection.Seed)).Should().BeLessThan(1e-4);
}
