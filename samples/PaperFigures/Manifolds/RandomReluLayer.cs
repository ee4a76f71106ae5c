using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace MobileNets.PaperFigures.Manifolds;

/// <summary>ReLU(Bx) with a matrix B of independent standard normal numbers, and two ways back (paper, Figure 1 and appendix A).</summary>
/// <param name="weights">B: [outputs, inputs].</param>
internal sealed class RandomReluLayer(Matrix<double> weights)
{
    /// <summary>A layer with random weights, the same for the same source of random numbers.</summary>
    public RandomReluLayer(int inputs, int outputs, Random random)
        : this(Matrix<double>.Build.Random(outputs, inputs, new Normal(0, 1, random)))
    {
    }

    /// <summary>ReLU(Bx) of every column.</summary>
    public Matrix<double> Forward(Matrix<double> points) => (weights * points).PointwiseMaximum(0);

    /// <summary>B⁺y of every column: the linear way back, which doesn't know what ReLU has cut off.</summary>
    public Matrix<double> PseudoInverse(Matrix<double> outputs) => weights.PseudoInverse() * outputs;

    /// <summary>
    /// How many outputs of each column are positive. Each is a linear equation for the input; as many as inputs determine it, since rows
    /// drawn at random are linearly independent.
    /// </summary>
    public int[] ActiveOutputs(Matrix<double> points) => [.. Forward(points).EnumerateColumns().Select(output => output.Count(value => value > 0))];

    /// <summary>The shortest input that explains the positive outputs: the input itself where they determine it.</summary>
    public Vector<double> Recover(Vector<double> output)
    {
        var active = Enumerable.Range(0, output.Count).Where(i => output[i] > 0).ToArray();
        if (active.Length == 0)
            return Vector<double>.Build.Dense(weights.ColumnCount);
        var equations = Matrix<double>.Build.DenseOfRowVectors(active.Select(weights.Row));
        return equations.PseudoInverse() * Vector<double>.Build.DenseOfEnumerable(active.Select(i => output[i]));
    }

    /// <summary>
    /// The probability that fewer than <paramref name="inputs"/> outputs are positive, and the input is lost: every output is positive or
    /// not like a fair coin, because B and its rows with other signs are equally probable (paper, appendix A, theorem 1: 1 - N/2^m).
    /// </summary>
    public static double CollapseProbability(int inputs, int outputs) => outputs < inputs ? 1 : Binomial.CDF(0.5, outputs, inputs - 1);

    /// <summary>The opposite: at most <paramref name="outputs"/> - <paramref name="inputs"/> outputs are not positive.</summary>
    public static double RecoveryProbability(int inputs, int outputs) => outputs < inputs ? 0 : Binomial.CDF(0.5, outputs, outputs - inputs);
}
