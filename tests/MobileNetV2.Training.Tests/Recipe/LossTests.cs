using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MobileNets.Training.Recipe.Tests;

/// <summary>What the recipe takes from torch as it is: label smoothing and clipping by the global norm.</summary>
public sealed class LossTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void CrossEntropy_LabelSmoothing_IsTheReference(int index)
    {
        var reference = RecipeReference.Section("losses");
        var expected = reference.GetProperty("smoothed")[index];
        var logits = tensor(reference.Numbers("logits"), [4, 5]).requires_grad_();

        var loss = functional.cross_entropy(logits, tensor(reference.Integers("labels")), null, -100, Reduction.Mean, expected.Number("labelSmoothing"));
        loss.backward();

        loss.item<double>().Should().BeApproximately(expected.Number("loss"), 1e-14);
        logits.grad!.data<double>().ToArray().ShouldBeClose(expected.Numbers("gradient"), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ClipGradNorm_GlobalNorm_IsTheReference(int index)
    {
        var expected = RecipeReference.Section("clipping")[index];
        using var pair = new OptimizedPair(new TrainingOptions());
        pair.Step(); // leaves the gradients
        var parameters = pair.Parameters.Select(trained => trained.Parameter).ToArray();

        var norm = torch.nn.utils.clip_grad_norm_(parameters, expected.Number("maxNorm"));

        norm.Should().BeApproximately(expected.Number("norm"), 1e-14);
        parameters.SelectMany(parameter => parameter.grad!.data<double>().ToArray()).ToArray().ShouldBeClose(expected.Numbers("gradients"), 1e-14);
    }
}
