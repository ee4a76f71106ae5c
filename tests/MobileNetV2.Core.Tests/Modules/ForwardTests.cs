using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>Logits, embedding and feature maps: shapes, and that they are parts of one computation.</summary>
public sealed class ForwardTests : IDisposable
{
    private readonly IDisposable _noGradients = no_grad();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _noGradients.Dispose();
    }

    public static TheoryData<int, int> Resolutions => new() { { 224, 224 }, { 96, 96 }, { 97, 65 }, { 33, 160 }, { 32, 32 } };

    [Theory]
    [MemberData(nameof(Resolutions))]
    public void Forward_AnyResolution_GivesLogits(int height, int width) =>
        CreateSut().call(randn(2, 3, height, width)).shape.Should().Equal(2, 10);

    [Theory]
    [MemberData(nameof(Resolutions))]
    public void Features_EveryBlock_HasThePlannedShape(int height, int width)
    {
        var sut = CreateSut(options => options with { InputHeight = height, InputWidth = width });
        var map = randn(1, 3, height, width);

        for (var i = 0; i < sut.Features.Count; i++)
        {
            map = sut.Features[i].call(map);
            var planned = sut.Plan.Blocks[i].Output;
            map.shape.Should().Equal([1, planned.Channels, planned.Height, planned.Width], sut.Plan.Blocks[i].Name);
        }
        sut.Features.Count.Should().Be(19);
    }

    [Fact]
    public void Forward_WithoutClassifier_GivesTheLastFeatureMap()
    {
        var sut = CreateSut(options => options with { IncludeClassifier = false });
        var images = randn(2, 3, 97, 65);

        var map = sut.call(images);

        map.shape.Should().Equal(2, 1280, 4, 3);
        Snapshots.Values(map).Should().Equal(Snapshots.Values(sut.Features.call(images)));
    }

    [Fact]
    public void Forward_LimitedOutputStride_KeepsAFinerMap()
    {
        var sut = CreateSut(options => options with { IncludeClassifier = false, OutputStride = 8, InputHeight = 96, InputWidth = 64 });

        sut.call(randn(1, 3, 96, 64)).shape.Should().Equal(1, 1280, 12, 8);
    }

    [Fact]
    public void Forward_OneInputChannel_TakesGreyImages()
    {
        var sut = CreateSut(options => options with { InputChannels = 1 });

        sut.call(randn(2, 1, 64, 64)).shape.Should().Equal(2, 10);
    }

    [Theory]
    [InlineData(0.35, 1280)]
    [InlineData(1.0, 1280)]
    [InlineData(1.4, 1792)]
    public void Embed_AnyWidth_GivesThePooledHead(double width, int features)
    {
        var sut = CreateSut(options => options with { WidthMultiplier = width });
        var images = randn(2, 3, 64, 96);

        var embedding = sut.Embed(images);

        embedding.shape.Should().Equal(2, features);
        embedding.allclose(sut.Features.call(images).mean([2, 3]), 1e-4, 1e-6).Should().BeTrue();
        embedding.min().item<float>().Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Forward_InEvaluation_IsTheClassifierOfTheEmbedding()
    {
        var sut = CreateSut();
        var images = randn(2, 3, 64, 64);

        Snapshots.Values(sut.call(images)).Should().Equal(Snapshots.Values(sut.Classifier!.call(sut.Embed(images))));
    }

    [Theory]
    [MemberData(nameof(Resolutions))]
    public void FeatureMaps_AllStrides_GivesTheLastMapAtEach(int height, int width)
    {
        var sut = CreateSut();
        static long Divided(int length, int stride) => (length + stride - 1) / stride;

        var maps = sut.FeatureMaps(randn(2, 3, height, width), 2, 4, 8, 16, 32);

        var channels = new long[] { 8, 8, 16, 32, 1280 };
        var strides = new[] { 2, 4, 8, 16, 32 };
        for (var i = 0; i < maps.Count; i++)
            maps[i].shape.Should().Equal(2, channels[i], Divided(height, strides[i]), Divided(width, strides[i]));
    }

    [Fact]
    public void FeatureMaps_Each_IsTheOutputOfItsBlock()
    {
        var sut = CreateSut();
        var images = randn(2, 3, 97, 65);
        var blocks = new Dictionary<int, int> { [2] = 1, [4] = 3, [8] = 6, [16] = 13, [32] = 18 };

        var maps = sut.FeatureMaps(images, [.. blocks.Keys]);

        var outputs = new List<float[]>();
        var map = images;
        for (var i = 0; i < sut.Features.Count; i++)
            outputs.Add(Snapshots.Values(map = sut.Features[i].call(map)));
        maps.Select(Snapshots.Values).Should().BeEquivalentTo(blocks.Values.Select(block => outputs[block]), options => options.WithStrictOrdering());
    }

    [Fact]
    public void FeatureMaps_LastStride_IsTheFeaturesResult()
    {
        var sut = CreateSut();
        var images = randn(2, 3, 64, 64);

        Snapshots.Values(sut.FeatureMaps(images, 32).Single()).Should().Equal(Snapshots.Values(sut.Features.call(images)));
    }

    [Fact]
    public void FeatureMaps_StridesOutOfOrderAndTwice_KeepsTheOrderAskedFor() =>
        CreateSut().FeatureMaps(randn(1, 3, 64, 64), 16, 4, 16).Select(map => map.shape[2]).Should().Equal(4, 16, 4);

    [Fact]
    public void FeatureMaps_NoStrides_GivesNone() => CreateSut().FeatureMaps(randn(1, 3, 64, 64)).Should().BeEmpty();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void FeatureMaps_StrideThatNoBlockHas_Throws(int stride)
    {
        var sut = CreateSut();
        var taps = () => sut.FeatureMaps(randn(1, 3, 64, 64), 4, stride);

        taps.Should().Throw<ArgumentException>().WithMessage($"*stride {stride}*");
    }

    private static MobileNetV2 CreateSut(Func<MobileNetV2Options, MobileNetV2Options>? change = null)
    {
        var options = new MobileNetV2Options { WidthMultiplier = 0.35, Classes = 10 };
        var sut = new MobileNetV2(change is null ? options : change(options));
        sut.eval();
        return sut;
    }
}
