using MathNet.Numerics.LinearAlgebra;
using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class ReconstructionTests
{
    private static readonly Matrix<double> s_points = Matrix<double>.Build.DenseOfArray(new double[,] { { 3, -3, 0, 0 }, { 0, 0, 4, -4 } });

    [Fact]
    public void Error_KnownPoints_IsTheDistanceOverTheSize()
    {
        var wrong = s_points.Clone();
        wrong[0, 0] += 5;

        Reconstruction.Error(s_points, wrong).Should().BeApproximately(5 / Math.Sqrt(50), 1e-12);
        Reconstruction.LostShare(s_points, wrong).Should().BeApproximately(0.5, 1e-12);
    }

    [Fact]
    public void Error_EverythingAtTheOrigin_IsOne() => Reconstruction.Error(s_points, 0 * s_points).Should().Be(1);

    [Fact]
    public void Fitted_MovedAndScaled_IsThePoints() => Reconstruction.Error(s_points, Reconstruction.Fitted(s_points, 0.5 * s_points + 7)).Should().BeLessThan(1e-12);

    [Fact]
    public void Fitted_OneDirectionOnly_LosesTheOther()
    {
        var flat = s_points.Clone();
        flat.ClearRow(1);

        Reconstruction.LostShare(s_points, Reconstruction.Fitted(s_points, flat)).Should().BeApproximately(32.0 / 50, 1e-12);
    }

    [Fact]
    public void BestLinear_InvertibleOutputsAndADeadOne_IsThePoints()
    {
        var outputs = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2 }, { 0, 1 }, { 0, 0 } }) * s_points + 3;

        Reconstruction.Error(s_points, Reconstruction.BestLinear(s_points, outputs)).Should().BeLessThan(1e-8);
    }
}
