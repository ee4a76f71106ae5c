using MobileNets.Architecture;
using MobileNets.Kernels;

namespace MobileNets.Inference.Tests;

/// <summary>Results have the same bits however they are computed.</summary>
public sealed class EqualityTests
{
    public static TheoryData<double, int, int> Shapes => new() { { 0.35, 33, 33 }, { 0.5, 75, 130 }, { 1.0, 64, 64 }, { 1.4, 97, 40 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Everything_AnyStrategyThreadsAndParts_HasTheSameBits(double width, int height, int inputWidth)
    {
        var weights = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = width, Classes = 230 });
        var options = new InferenceOptions { InputHeight = height, InputWidth = inputWidth, Threads = 1 };
        float[]? expected = null;
        foreach (var strategy in Enum.GetValues<InferenceStrategy>())
            foreach (var threads in new[] { 1, 2, 3, 7 })
                foreach (var parts in strategy == InferenceStrategy.SplitExpansion ? new[] { 1, 2, 3, 5, 1000 } : [1])
                {
                    using var sut = InferenceModel.From(weights, options with { Strategy = strategy, Threads = threads, ExpansionParts = parts });
                    var image = RandomModel.Images(sut);
                    float[] actual = [.. sut.Logits(image), .. sut.Embed(image), .. sut.FeatureMaps(image, 2, 4, 8, 16, 32)];
                    expected ??= actual;
                    Results.SameBits(actual, expected).Should().BeTrue($"{strategy}, {threads} threads, {parts} parts");
                }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Logits_EveryKernelSet_AgreeToRounding(double width, int height, int inputWidth)
    {
        var weights = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = width, Classes = 113 });
        var options = new InferenceOptions { InputHeight = height, InputWidth = inputWidth };
        using var scalar = InferenceModel.From(weights, options with { Kernels = KernelSet.Scalar });
        var image = RandomModel.Images(scalar);
        double[] expected = [.. scalar.Logits(image).Select(logit => (double)logit)];

        foreach (var kernels in KernelSet.Supported)
        {
            using var sut = InferenceModel.From(weights, options with { Kernels = kernels });
            sut.Logits(image).ShouldEqual(expected, 2e-6, kernels.Name);
            sut.KernelName.Should().Be(kernels.Name);
        }
    }

    [Theory]
    [InlineData(8, ShortcutPlacement.Bottleneck)]
    [InlineData(32, ShortcutPlacement.None)]
    public void Logits_DilatedOrWithoutShortcuts_HaveTheSameBits(int outputStride, ShortcutPlacement shortcut)
    {
        var weights = RandomModel.Create(new MobileNetV2Options { WidthMultiplier = 0.35, OutputStride = outputStride, Shortcut = shortcut }, 160);
        using var whole = InferenceModel.From(weights, new InferenceOptions { Threads = 1, Strategy = InferenceStrategy.Unfused });
        using var sut = InferenceModel.From(weights, new InferenceOptions { Threads = 3 });
        var image = RandomModel.Images(sut);

        Results.SameBits(sut.Logits(image), whole.Logits(image)).Should().BeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Batch_AnySize_IsItsImagesOneByOne(int threads)
    {
        using var sut = InferenceModel.From(RandomModel.Create(new() { WidthMultiplier = 0.35, Classes = 7 }, 65), new InferenceOptions { Threads = threads });
        foreach (var count in new[] { 0, 1, 2, 3, 5, 7, 8 })
        {
            var images = RandomModel.Images(sut, count);
            var single = images.Chunk(sut.InputLength).ToList();

            Results.SameBits(sut.Logits(images), [.. single.SelectMany(image => sut.Logits(image))]).Should().BeTrue($"{count} images");
            Results.SameBits(sut.Embed(images), [.. single.SelectMany(image => sut.Embed(image))]).Should().BeTrue($"{count} images");
            int[] strides = [8, 2, 32, 8];
            float[] maps = [.. strides.SelectMany(stride => single.SelectMany(image => sut.FeatureMaps(image, stride)))];
            Results.SameBits(sut.FeatureMaps(images, strides), maps).Should().BeTrue($"{count} images");
        }
    }

    [Fact]
    public void Logits_AfterOtherImages_HasTheSameBits()
    {
        using var sut = InferenceModel.From(RandomModel.Create(new() { WidthMultiplier = 0.75 }, 97));
        var image = RandomModel.Images(sut);
        var expected = sut.Logits(image);

        // What other images, infinite and undefined ones too, leave behind in a workspace must not be seen.
        sut.Logits(RandomModel.Images(sut, 3, seed: 5));
        sut.Logits([.. Enumerable.Repeat(float.NaN, sut.InputLength)]).Should().OnlyContain(logit => float.IsNaN(logit));
        sut.Logits([.. Enumerable.Repeat(float.PositiveInfinity, sut.InputLength)]);

        Results.SameBits(sut.Logits(image), expected).Should().BeTrue();
    }
}
