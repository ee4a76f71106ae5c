using BigInteger = System.Numerics.BigInteger;
using MathNet.Numerics.LinearAlgebra;
using MobileNets.PaperFigures.Manifolds;

namespace PaperFigures.Tests.Manifolds;

public class RandomReluLayerTests
{
    // Of the input (2, -3) it makes (2, 0, 1).
    private static readonly Matrix<double> s_weights = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 0 }, { 0, 1 }, { -1, -1 } });
    private static readonly Matrix<double> s_point = Matrix<double>.Build.DenseOfArray(new double[,] { { 2 }, { -3 } });

    [Fact]
    public void Forward_Point_CutsOffNegativeOutputs() => new RandomReluLayer(s_weights).Forward(s_point).Column(0).Should().Equal(2, 0, 1);

    [Fact]
    public void ActiveOutputs_Point_CountsPositiveOnes() => new RandomReluLayer(s_weights).ActiveOutputs(s_point).Should().Equal(2);

    [Fact]
    public void Recover_AsManyPositiveOutputsAsInputs_IsTheInput()
    {
        var sut = new RandomReluLayer(s_weights);

        var recovered = sut.Recover(sut.Forward(s_point).Column(0));

        (recovered - s_point.Column(0)).L2Norm().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Recover_TooFewPositiveOutputs_IsTheShortestExplanation()
    {
        var sut = new RandomReluLayer(Matrix<double>.Build.DenseIdentity(2));

        var recovered = sut.Recover(sut.Forward(s_point).Column(0));

        (recovered - Vector<double>.Build.DenseOfArray([2, 0])).L2Norm().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Recover_NoPositiveOutput_IsTheOrigin() =>
        new RandomReluLayer(s_weights).Recover(Vector<double>.Build.Dense(3)).Should().Equal(0, 0);

    [Fact]
    public void Weights_SameSeed_AreTheSame()
    {
        var (first, second) = (new RandomReluLayer(2, 30, new Random(7)), new RandomReluLayer(2, 30, new Random(7)));

        first.Forward(s_point).Column(0).Should().Equal(second.Forward(s_point).Column(0));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 15)]
    [InlineData(4, 24)]
    [InlineData(16, 96)]
    [InlineData(32, 32)]
    [InlineData(160, 960)]
    public void Probabilities_AnySize_ArePaperTheorem1s(int inputs, int outputs)
    {
        // N = Σ C(m, k) for k from 0 to m - n, of 2^m; counted in whole numbers.
        var (kept, all, binomial) = (BigInteger.Zero, BigInteger.Zero, BigInteger.One);
        for (var k = 0; k <= outputs; k++)
        {
            all += binomial;
            if (k <= outputs - inputs)
                kept += binomial;
            binomial = binomial * (outputs - k) / (k + 1);
        }
        double Share(BigInteger part) => part.IsZero ? 0 : Math.Exp(BigInteger.Log(part) - BigInteger.Log(all));

        RandomReluLayer.RecoveryProbability(inputs, outputs).Should().BeApproximately(Share(kept), 1e-10 * Share(kept));
        RandomReluLayer.CollapseProbability(inputs, outputs).Should().BeApproximately(Share(all - kept), 1e-10 * Share(all - kept));
    }
}
