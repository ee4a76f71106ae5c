using MathNet.Numerics.LinearAlgebra;
using static TorchSharp.torch;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>Linear(2, width), ReLU, Linear(width, 2), trained to return its input.</summary>
internal static class ReluAutoencoder
{
    private const int Steps = 2000;
    private const double LearningRate = 0.01;

    /// <summary>Trains one with all points at every step, and returns what it makes of them: [2, points], the same for the same seed.</summary>
    /// <param name="points">One a column: [2, points].</param>
    /// <param name="width">Channels between the two layers, from 1.</param>
    /// <param name="hasBias">Whether both layers add a learned number to each of their outputs, as PyTorch's do by default.</param>
    /// <param name="seed">For the initial weights.</param>
    public static Matrix<double> Reconstruct(Matrix<double> points, int width, bool hasBias, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        // A column of the matrix is a row of the tensor.
        var input = tensor(Array.ConvertAll(points.ToColumnMajorArray(), value => (float)value), [points.ColumnCount, points.RowCount]);
        using var network = nn.Sequential(("encode", nn.Linear(points.RowCount, width, hasBias)), ("relu", nn.ReLU()), ("decode", nn.Linear(width, points.RowCount, hasBias)));
        using var optimizer = optim.RMSProp(network.parameters(), LearningRate);
        // Down to a thousandth of the rate: the fixed size of RMSprop's steps would show otherwise.
        var schedule = optim.lr_scheduler.ExponentialLR(optimizer, Math.Pow(0.001, 1.0 / Steps));
        for (var step = 0; step < Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            (network.call(input) - input).square().mean().backward();
            optimizer.step();
            schedule.step();
        }
        using var noGradients = no_grad();
        var output = network.call(input).data<float>().ToArray();
        return Matrix<double>.Build.DenseOfColumnMajor(points.RowCount, points.ColumnCount, Array.ConvertAll(output, value => (double)value));
    }
}
