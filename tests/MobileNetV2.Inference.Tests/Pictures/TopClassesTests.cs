namespace MobileNets.Inference.Tests.Pictures;

public sealed class TopClassesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Pick_ManyLogits_EqualsSoftmaxInDoublePrecisionSorted(int top)
    {
        var random = new Random(top);
        float[] logits = [.. Enumerable.Range(0, 40).Select(_ => MathF.Round(8 * random.NextSingle()) - 4)];
        string[] labels = [.. logits.Select((_, i) => $"class {i}")];
        var sum = logits.Sum(logit => Math.Exp(logit));
        var expected = logits.Select((logit, i) => (Index: i, Probability: Math.Exp(logit) / sum)).OrderByDescending(entry => entry.Probability).Take(top).ToList();
        var sut = new Classification[top];

        TopClasses.Pick(logits, labels, sut);

        sut.Select(entry => entry.Index).Should().Equal(expected.Select(entry => entry.Index));
        for (var i = 0; i < top; i++)
        {
            sut[i].Label.Should().Be($"class {expected[i].Index}");
            ((double)sut[i].Probability).Should().BeApproximately(expected[i].Probability, 1e-6);
        }
    }

    [Fact]
    public void Pick_EnormousLogits_DoesNotOverflow()
    {
        var sut = new Classification[2];

        TopClasses.Pick([float.MinValue, 3e38f, -1], ["a", "b", "c"], sut);

        sut[0].Should().Be(new Classification("b", 1, 1));
        sut[1].Should().Be(new Classification("c", 2, 0));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Pick_NotFinite_Throws(float value)
    {
        Action act = () => TopClasses.Pick([0, value], ["a", "b"], new Classification[1]);

        act.Should().Throw<InvalidOperationException>().WithMessage("*not finite*");
    }
}
