using MobileNets.Architecture;

namespace MobileNets.Inference.Tests;

/// <summary>Logits, embeddings and feature maps are those of the definition, for every member of the family.</summary>
public sealed class AccuracyTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.35)]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(1.0)]
    [InlineData(1.3)]
    [InlineData(1.4)]
    [InlineData(2.0)]
    public void Logits_EveryWidth_AreTheDefinitions(double width) =>
        Verify(new() { WidthMultiplier = width, Classes = 102 }, 97, 97);

    [Theory]
    [InlineData(32, 32)]
    [InlineData(33, 33)]
    [InlineData(225, 225)]
    [InlineData(224, 160)]
    [InlineData(65, 130)]
    [InlineData(47, 301)]
    public void Logits_EveryResolution_AreTheDefinitions(int height, int width) =>
        Verify(new() { WidthMultiplier = 0.35, Classes = 10 }, height, width);

    [Fact]
    public void Logits_AsPublished_AreTheDefinitions() => Verify(new(), 224, 224);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(111)]
    [InlineData(112)]
    [InlineData(113)]
    [InlineData(20_000)]
    public void Logits_AnyNumberOfClasses_AreTheDefinitions(int classes) =>
        Verify(new() { WidthMultiplier = 0.1, Classes = classes }, 40, 40);

    public static TheoryData<string, MobileNetV2Options> Networks => new()
    {
        { "no expansion anywhere", new() { Stages = [new(1, 16, 1, 1), new(1, 24, 2, 2), new(1, 24, 2, 1)] } },
        { "shortcut right after the stem", new() { Stages = [new(1, 32, 3, 1), new(4, 32, 2, 1), new(6, 48, 2, 2)] } },
        { "strides at once", new() { Stages = [new(6, 16, 1, 2), new(2, 24, 1, 2), new(3, 24, 1, 2)] } },
        { "one block", new() { Stages = [new(6, 24, 1, 1)] } },
        { "odd channels", new() { StemChannels = 7, HeadChannels = 45, RoundingDivisor = 1, Stages = [new(3, 5, 2, 1), new(5, 13, 2, 2), new(1, 17, 2, 1), new(7, 33, 1, 2)] } },
        { "one channel", new() { StemChannels = 1, HeadChannels = 1, RoundingDivisor = 1, Stages = [new(1, 1, 2, 1), new(2, 1, 2, 2)] } },
        { "grey images", new() { InputChannels = 1, WidthMultiplier = 0.35 } },
        { "five bands", new() { InputChannels = 5, WidthMultiplier = 0.35 } },
        { "output stride 16", new() { WidthMultiplier = 0.5, OutputStride = 16 } },
        { "output stride 8", new() { WidthMultiplier = 0.5, OutputStride = 8 } },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_OtherNetworks_AreTheDefinitions(string name, MobileNetV2Options network)
    {
        foreach (var (height, width) in new[] { (64, 64), (97, 75) })
            Verify(network with { Classes = 12 }, height, width, name);
    }

    [Fact]
    public void Embed_WithoutClassifier_IsTheMeanOfTheLastMap()
    {
        var weights = RandomModel.Create(new() { WidthMultiplier = 0.5, IncludeClassifier = false }, 75);
        using var sut = InferenceModel.From(weights);
        var image = RandomModel.Images(sut);
        var map = new ReferenceNetwork(sut.Plan, weights.Tensors).Run(image)[^1];

        sut.Embed(image).ShouldEqual([.. map.Chunk(3 * 3).Select(plane => plane.Average())]);
        sut.FeatureMaps(image, 32).ShouldEqual(map);
        sut.Invoking(model => model.Logits(image, [])).Should().Throw<InvalidOperationException>();
    }

    // Else agreement would say little.
    [Fact]
    public void RandomModel_AsPublished_IsNeitherDeadNorSaturated()
    {
        using var model = InferenceModel.From(RandomModel.Create(new()));
        var images = RandomModel.Images(model, 2);
        var map = model.FeatureMaps(images, 32);
        var logits = model.Logits(images);

        map.Count(value => value is > 0 and < 6).Should().BeGreaterThan(map.Length / 3);
        map.Distinct().Count().Should().BeGreaterThan(map.Length / 4);
        logits.Take(1000).Zip(logits.Skip(1000), (one, other) => Math.Abs(one - other)).Max().Should().BeGreaterThan(0.01f * logits.Max());
    }

    private static void Verify(MobileNetV2Options network, int height, int width, string because = "")
    {
        var weights = RandomModel.Create(network);
        using var sut = InferenceModel.From(weights, new InferenceOptions { InputHeight = height, InputWidth = width });
        var image = RandomModel.Images(sut);
        var expected = new ReferenceNetwork(sut.Plan, weights.Tensors).Run(image);

        sut.Logits(image).ShouldEqual(expected[^1], because: because);
        sut.Embed(image).ShouldEqual(expected[^2], because: because);
        foreach (var stride in new[] { 2, 4, 8, 16, 32 })
            if (sut.Plan.LastAtStride(stride) is { } tapped)
                sut.FeatureMaps(image, stride).ShouldEqual(expected[tapped.Block], 2e-5, $"{because}, stride {stride}");
    }
}
