using static TorchSharp.torch;

namespace MobileNets.Training.Recipe.Tests;

public sealed class MixupTests
{
    [Fact]
    public void Mix_GivenShareAndPartners_IsTheFormula()
    {
        var expected = RecipeReference.Section("losses").GetProperty("mixup");
        var images = tensor(expected.Numbers("images"), [4, 2, 3]);

        Reference().Mix(images).data<double>().ToArray().ShouldBeClose(expected.Numbers("mixed"), 1e-15);

        images.data<double>().ToArray().Should().Equal(expected.Numbers("images"));
    }

    [Theory]
    [InlineData(0, "loss")]
    [InlineData(0.1, "smoothedLoss")]
    public void Loss_GivenShareAndPartners_IsTheCrossEntropyOfMixedTargets(double labelSmoothing, string name)
    {
        var reference = RecipeReference.Section("losses");
        var logits = tensor(reference.Numbers("logits"), [4, 5]);

        var loss = Reference().Loss(logits, tensor(reference.Integers("labels")), labelSmoothing).item<double>();

        loss.Should().BeApproximately(reference.GetProperty("mixup").Number(name), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Draw_ManySteps_ShareFollowsTheBetaDistribution(int index)
    {
        var expected = RecipeReference.Section("losses").GetProperty("beta")[index];
        var quantiles = expected.Numbers("quantiles");
        var shares = Enumerable.Range(0, 20_000).Select(step => Mixup.Draw(expected.Number("alpha"), 2, 3, step).Lambda).ToList();

        // Four standard deviations of a share of 20,000 are at most 0.0142.
        quantiles.Select(quantile => shares.Count(share => share <= quantile) / 20_000.0).ToArray().ShouldBeClose([0.1, 0.3, 0.5, 0.8, 0.95], 0.0142);
    }

    [Fact]
    public void Draw_SameStep_IsTheSameAndAPermutation()
    {
        var first = Mixup.Draw(0.2, 50, 7, 1000);
        var again = Mixup.Draw(0.2, 50, 7, 1000);
        var next = Mixup.Draw(0.2, 50, 7, 1001);

        (again.Lambda, next.Lambda).Should().Be((first.Lambda, next.Lambda)).And.NotBe((first.Lambda, first.Lambda));
        again.Partners.Should().Equal(first.Partners).And.BeEquivalentTo(Enumerable.Range(0, 50));
        next.Partners.Should().NotEqual(first.Partners);
    }

    [Fact]
    public void Draw_TinyAlpha_IsAShareAllTheSame()
    {
        Enumerable.Range(0, 100).Select(step => Mixup.Draw(1e-6, 2, 0, step).Lambda).Should().OnlyContain(share => share >= 0 && share <= 1);
    }

    private static Mixup Reference()
    {
        var mixup = RecipeReference.Section("losses").GetProperty("mixup");
        return new Mixup(mixup.Number("lambda"), mixup.Integers("partners"));
    }
}
