using MathNet.Numerics.LinearAlgebra;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>What the charts need of points in the plane.</summary>
internal static class Plane
{
    /// <summary>The columns of a matrix [2, points].</summary>
    public static IReadOnlyList<(double X, double Y)> Points(Matrix<double> points) => [.. points.EnumerateColumns().Select(point => (point[0], point[1]))];

    /// <summary>From 0 to 1 in the points' order.</summary>
    public static IReadOnlyList<double> Colors(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i / (count - 1))];
}
