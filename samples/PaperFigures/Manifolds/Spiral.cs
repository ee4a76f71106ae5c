using MathNet.Numerics.LinearAlgebra;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>The one-dimensional manifold of the paper's Figure 1: a spiral in the plane, from the centre outwards.</summary>
internal static class Spiral
{
    private const double Turns = 2;

    /// <summary>Points about equally far apart, one a column: [2, <paramref name="count"/>]. Their mean is the origin, the last one about 1 away from it.</summary>
    public static Matrix<double> Points(int count)
    {
        var points = Matrix<double>.Build.Dense(2, count);
        for (var i = 0; i < count; i++)
        {
            // The length of an Archimedean spiral grows with the square of its angle.
            var radius = Math.Sqrt((double)i / (count - 1));
            var angle = Turns * 2 * Math.PI * radius;
            points[0, i] = radius * Math.Cos(angle);
            points[1, i] = radius * Math.Sin(angle);
        }
        var mean = points.RowSums() / count;
        return Matrix<double>.Build.DenseOfColumnVectors(points.EnumerateColumns().Select(point => point - mean));
    }
}
