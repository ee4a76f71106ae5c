using MobileNets.Architecture;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

/// <summary>How many parameters the network has, and the names and shapes of its state.</summary>
public sealed class ParameterTests
{
    [Theory]
    [InlineData(0.35, 1_677_128)]
    [InlineData(0.5, 1_968_680)]
    [InlineData(0.75, 2_636_424)]
    [InlineData(1.0, 3_504_872)]
    [InlineData(1.3, 5_386_792)]
    [InlineData(1.4, 6_108_776)]
    public void Parameters_OfAPublishedWidth_AreAsManyAsPublished(double width, long expected)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = width });

        sut.parameters().Sum(parameter => parameter.numel()).Should().Be(expected);
        sut.Plan.Parameters.Should().Be(expected);
    }

    [Fact]
    public void Parameters_For102Classes_Are2354534()
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { Classes = 102 });

        sut.parameters().Sum(parameter => parameter.numel()).Should().Be(2_354_534);
    }

    [Fact]
    public void StateDict_NamesAndShapes_AreThePlans()
    {
        using var sut = new MobileNetV2();

        var state = sut.state_dict();

        state.Should().HaveCount(314);
        state.Select(entry => $"{entry.Key} {string.Join('×', entry.Value.shape)} {entry.Value.dtype}").Should().BeEquivalentTo(
            sut.Plan.StateEntries.Select(entry => $"{entry.Name} {string.Join('×', entry.Shape)} {entry.ElementType}"));
    }

    [Fact]
    public void StateDict_Order_IsTorchSharps()
    {
        using var sut = new MobileNetV2();
        string[] Names(StateEntryKind kind) =>
            [.. sut.Plan.StateEntries.Where(entry => entry.Kind == kind).Select(entry => entry.Name)];

        sut.state_dict().Keys.Should().Equal([.. Names(StateEntryKind.Parameter), .. Names(StateEntryKind.Buffer)]);
    }

    [Fact]
    public void StateDict_First_AreTheStemsEntries()
    {
        using var sut = new MobileNetV2();

        sut.state_dict().Keys.Take(3).Should().Equal("features.0.0.weight", "features.0.1.weight", "features.0.1.bias");
    }

    [Fact]
    public void Constructor_InvalidOption_NamesIt()
    {
        var create = () => new MobileNetV2(new MobileNetV2Options { WidthMultiplier = -1 });

        create.Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("WidthMultiplier");
    }

    /// <summary>Channels cut off instead of rounded, features only: the form that some implementations use.</summary>
    [Theory]
    [InlineData(0.35, new[] { 11, 5, 8, 11, 22, 33, 56, 112, 1280 })]
    [InlineData(0.75, new[] { 24, 12, 18, 24, 48, 72, 120, 240, 1280 })]
    [InlineData(1.4, new[] { 44, 22, 33, 44, 89, 134, 224, 448, 1792 })]
    public void Constructor_TruncatingFeatureExtractor_HasTheScaledChannels(double width, int[] channels)
    {
        using var sut = new MobileNetV2(new MobileNetV2Options { WidthMultiplier = width, Rounding = ChannelRounding.Truncate, IncludeClassifier = false });
        var lastOfStage = new[] { "0.0", "1.conv.1", "3.conv.2", "6.conv.2", "10.conv.2", "13.conv.2", "16.conv.2", "17.conv.2", "18.0" };

        var state = sut.state_dict();

        lastOfStage.Select(layer => state[$"features.{layer}.weight"].shape[0]).Should().Equal(channels.Select(count => (long)count));
        state.Keys.Should().NotContain(name => name.StartsWith("classifier", StringComparison.Ordinal)).And.HaveCount(312);
        sut.Classifier.Should().BeNull();
    }
}
