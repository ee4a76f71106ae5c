using MathNet.Numerics.LinearAlgebra;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>How far reconstructed points, one a column, are from the original ones.</summary>
internal static class Reconstruction
{
    /// <summary>The distance's root mean square over that of the points: 0 for equal ones, 1 where everything came back as the origin.</summary>
    public static double Error(Matrix<double> points, Matrix<double> reconstructed) => (points - reconstructed).FrobeniusNorm() / points.FrobeniusNorm();

    /// <summary>
    /// The reconstruction in the size that fits the points best. ReLU halves what it doesn't cut off as a whole: B⁺ReLU(Bx) is about x/2,
    /// which loses nothing.
    /// </summary>
    public static Matrix<double> Fitted(Matrix<double> points, Matrix<double> reconstructed)
    {
        var size = reconstructed.PointwiseMultiply(reconstructed).RowSums().Sum();
        return size == 0 ? reconstructed : reconstructed * (points.PointwiseMultiply(reconstructed).RowSums().Sum() / size);
    }

    /// <summary>The share of the points' variance that even the fitted reconstruction lacks, from 0 to 1.</summary>
    public static double LostShare(Matrix<double> points, Matrix<double> reconstructed) => Math.Pow(Error(points, Fitted(points, reconstructed)), 2);
}
