using MathNet.Numerics.LinearAlgebra;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>How far reconstructed points, one a column, are from the original ones.</summary>
internal static class Reconstruction
{
    /// <summary>The distance's root mean square over that of the points: 0 for equal ones, 1 where everything came back as the origin.</summary>
    public static double Error(Matrix<double> points, Matrix<double> reconstructed) => (points - reconstructed).FrobeniusNorm() / points.FrobeniusNorm();

    /// <summary>The share of the points' variance that a reconstruction lacks, for points whose mean is the origin.</summary>
    public static double LostShare(Matrix<double> points, Matrix<double> reconstructed) => Math.Pow(Error(points, reconstructed), 2);

    /// <summary>
    /// The reconstruction in the place and size that fit the points best. ReLU halves and shifts what it keeps, since ReLU(z) = (z + |z|)/2; neither
    /// loses anything, and the next layer's weights undo both.
    /// </summary>
    public static Matrix<double> Fitted(Matrix<double> points, Matrix<double> reconstructed)
    {
        var (centre, mean) = (Mean(points), Mean(reconstructed));
        var (from, to) = (reconstructed - mean, points - centre);
        var size = from.PointwiseMultiply(from).RowSums().Sum();
        return centre + (size == 0 ? from : from * (from.PointwiseMultiply(to).RowSums().Sum() / size));
    }

    /// <summary>What the best linear layer (weights and biases by least squares) makes of a layer's outputs.</summary>
    /// <param name="points">What it should make of them.</param>
    /// <param name="outputs">The outputs of each point, one a column.</param>
    public static Matrix<double> BestLinear(Matrix<double> points, Matrix<double> outputs)
    {
        var (centre, features) = (Mean(points), outputs - Mean(outputs));
        // Hardly a ridge: outputs may be zero for every point, or depend on each other.
        var gram = features.TransposeAndMultiply(features) + 1e-9 * Matrix<double>.Build.DenseIdentity(outputs.RowCount);
        var weights = gram.Cholesky().Solve(features.TransposeAndMultiply(points - centre));
        return centre + weights.TransposeThisAndMultiply(features);
    }

    private static Matrix<double> Mean(Matrix<double> points) =>
        Matrix<double>.Build.DenseOfColumnVectors(Enumerable.Repeat(points.RowSums() / points.ColumnCount, points.ColumnCount));
}
