using TorchSharp;

namespace MobileNets.Training.Tests;

public sealed class EvaluationTallyTests
{
    [Fact]
    public void ToEvaluation_RandomLogits_AgreesWithTorch()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(7);
        var logits = torch.randn(50, 11) * 3;
        var labels = torch.randint(0, 11, new long[] { 50 }, torch.int64);
        var expectedLoss = torch.nn.functional.cross_entropy(logits, labels).item<float>();
        var (_, firstFive) = logits.topk(5);
        var hits = firstFive.eq(labels.unsqueeze(1));
        var sut = new EvaluationTally(11);

        // In two batches of different size.
        var values = logits.data<float>().ToArray();
        var classes = labels.data<long>().ToArray();
        sut.Add(values.AsSpan(0, 32 * 11), classes.AsSpan(0, 32));
        sut.Add(values.AsSpan(32 * 11), classes.AsSpan(32));

        var evaluation = sut.ToEvaluation();
        evaluation.Images.Should().Be(50);
        evaluation.Loss.Should().BeApproximately(expectedLoss, 1e-6);
        evaluation.Top1.Should().Be(logits.argmax(1).eq(labels).sum().item<long>() / 50.0);
        evaluation.Top5.Should().Be(hits.sum().item<long>() / 50.0);
        var predicted = logits.argmax(1).data<long>().ToArray();
        for (var label = 0; label < 11; label++)
            for (var other = 0; other < 11; other++)
                evaluation.Confusion[label, other].Should().Be(classes.Zip(predicted).Count(pair => pair == (label, other)));
    }

    [Fact]
    public void ToEvaluation_EqualLogits_CountsTheFirstClassOnly()
    {
        var sut = new EvaluationTally(6);

        sut.Add(new float[12], [0, 5]);

        var evaluation = sut.ToEvaluation();
        evaluation.Top1.Should().Be(0.5);
        evaluation.Top5.Should().Be(0.5);
        evaluation.Loss.Should().BeApproximately(Math.Log(6), 1e-12);
        evaluation.Confusion.Images.Should().Equal(1, 0, 0, 0, 0, 1);
        evaluation.Confusion.Predicted(0).Should().Be(2);
        evaluation.Confusion.MostConfusedWith(5).Should().Be(0);
        evaluation.Confusion.MostConfusedWith(0).Should().BeNull();
    }

    [Fact]
    public void ToEvaluation_HugeLogits_KeepsTheLossFinite()
    {
        var sut = new EvaluationTally(2);

        sut.Add([1e38f, -1e38f], [0]);

        sut.ToEvaluation().Loss.Should().Be(0);
    }

    [Fact]
    public void ToEvaluation_LogitNotANumber_IsNoHitAndNoLoss()
    {
        var sut = new EvaluationTally(2);

        sut.Add([float.NaN, 1], [1]);

        sut.ToEvaluation().Should().BeEquivalentTo(new { Top1 = 0.0, Top5 = 0.0, Loss = double.NaN });
    }

    [Fact]
    public void ToEvaluation_NothingAdded_Throws() =>
        FluentActions.Invoking(new EvaluationTally(2).ToEvaluation).Should().Throw<InvalidOperationException>();

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 2)]
    [InlineData(2, -1)]
    public void Add_LengthOrLabelWrong_Throws(int logits, long label) =>
        FluentActions.Invoking(() => new EvaluationTally(2).Add(new float[logits], [label])).Should().Throw<ArgumentException>();
}
