using MobileNets.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace MobileNets.Modules.Tests;

public sealed class InvertedResidualTests : IDisposable
{
    private readonly IDisposable _noGradients = no_grad();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _noGradients.Dispose();
    }

    [Fact]
    public void Constructor_ExpansionRatioAboveOne_ExpandsFiltersAndProjects() =>
        CreateSut(expansionRatio: 6, input: 16, output: 24).state_dict()
            .Where(entry => entry.Value.dim() == 4).Select(entry => (entry.Key, string.Join('×', entry.Value.shape)))
            .Should().Equal(("conv.0.0.weight", "96×16×1×1"), ("conv.1.0.weight", "96×1×3×3"), ("conv.2.weight", "24×96×1×1"));

    [Fact]
    public void Constructor_ExpansionRatioOne_HasNoExpansion() =>
        CreateSut(expansionRatio: 1, input: 16, output: 24).state_dict()
            .Where(entry => entry.Value.dim() == 4).Select(entry => (entry.Key, string.Join('×', entry.Value.shape)))
            .Should().Equal(("conv.0.0.weight", "16×1×3×3"), ("conv.1.weight", "24×16×1×1"));

    [Fact]
    public void Constructor_AnyBlockOfThePublishedPlan_HasThePlannedState()
    {
        foreach (var plan in MobileNetV2Plan.Create().Blocks.Where(block => block.Kind == BlockKind.InvertedResidual))
        {
            using var sut = new InvertedResidual(plan);

            sut.Plan.Should().BeSameAs(plan);
            sut.state_dict().Select(entry => $"{plan.Name}.{entry.Key} {string.Join('×', entry.Value.shape)}").Should().BeEquivalentTo(
                plan.Layers.SelectMany(layer => layer.StateEntries).Select(entry => $"{entry.Name} {string.Join('×', entry.Shape)}"));
        }
    }

    [Fact]
    public void Constructor_BlockOfAnotherKind_Throws()
    {
        var create = () => new InvertedResidual(MobileNetV2Plan.Create().Blocks[0]);

        create.Should().Throw<ArgumentException>().WithMessage("features.0 is a ConvNormActivation*");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(1)]
    public void Forward_StrideOneAndEqualChannelsWithoutResidual_ReturnsItsInput(int expansionRatio)
    {
        var sut = SilenceResidual(CreateSut(expansionRatio, input: 16, output: 16));
        var images = randn(2, 16, 9, 7);

        Snapshots.Evaluate(sut, images).Should().Equal(Snapshots.Values(images));
    }

    [Theory]
    [InlineData(6, 16, 24, 1)]
    [InlineData(1, 16, 24, 1)]
    [InlineData(6, 16, 16, 2)]
    [InlineData(1, 16, 16, 2)]
    public void Forward_OtherStrideOrChannelsWithoutResidual_ReturnsZero(int expansionRatio, int input, int output, int stride)
    {
        var sut = SilenceResidual(CreateSut(expansionRatio, input, output, stride));

        Snapshots.Evaluate(sut, randn(2, input, 9, 7)).Should().OnlyContain(value => value == 0);
    }

    [Fact]
    public void Forward_WithShortcut_AddsTheInputToTheResidual()
    {
        var sut = CreateSut(expansionRatio: 6, input: 16, output: 16);
        sut.eval();
        var images = randn(2, 16, 9, 7);

        var difference = sut.call(images) - images - Conv(sut).call(images);

        difference.abs().max().item<float>().Should().BeLessThan(1e-6f);
    }

    [Fact]
    public void Forward_InputItself_IsLeftAlone()
    {
        var sut = CreateSut(expansionRatio: 1, input: 16, output: 16);
        var images = randn(2, 16, 9, 7) * 10;
        var before = Snapshots.Values(images);

        Snapshots.Evaluate(sut, images);

        Snapshots.Values(images).Should().Equal(before);
    }

    [Fact]
    public void Forward_InsideTheBlock_ExpansionAndDepthwiseFillZeroToSix()
    {
        var conv = Conv(CreateSut(expansionRatio: 6, input: 16, output: 16));
        conv.eval();

        var expanded = conv[0].call(randn(2, 16, 9, 7) * 100);
        var filtered = conv[1].call(expanded * 100);

        foreach (var activation in new[] { expanded, filtered })
        {
            activation.min().item<float>().Should().Be(0);
            activation.max().item<float>().Should().Be(6);
        }
    }

    [Fact]
    public void Forward_Projection_IsLinear()
    {
        // Neither cut at 0 nor at 6.
        var sut = CreateSut(expansionRatio: 6, input: 16, output: 24);
        sut.state_dict()["conv.3.weight"].mul_(100);

        var values = Snapshots.Evaluate(sut, randn(2, 16, 9, 7));

        values.Min().Should().BeLessThan(-6);
        values.Max().Should().BeGreaterThan(6);
    }

    [Theory]
    [InlineData(1, 8, 8, 8, 8)]
    [InlineData(1, 9, 7, 9, 7)]
    [InlineData(2, 8, 12, 4, 6)]
    [InlineData(2, 9, 7, 5, 4)]
    [InlineData(2, 1, 1, 1, 1)]
    public void Forward_Stride_DividesTheMapRoundingUp(int stride, int height, int width, int outputHeight, int outputWidth) =>
        CreateSut(expansionRatio: 6, input: 16, output: 24, stride).call(randn(2, 16, height, width)).shape
            .Should().Equal(2, 24, outputHeight, outputWidth);

    private static InvertedResidual CreateSut(int expansionRatio, int input, int output, int stride = 1)
    {
        var plan = MobileNetV2Plan.Create(new MobileNetV2Options { StemChannels = input, Stages = [new(expansionRatio, output, 1, stride)] });
        var sut = new InvertedResidual(plan.Blocks[1]);
        sut.eval();
        return sut;
    }

    private static TorchSharp.Modules.Sequential Conv(InvertedResidual block) =>
        (TorchSharp.Modules.Sequential)block.named_children().Single().module;

    // The projection's batch normalisation then gives zero.
    private static InvertedResidual SilenceResidual(InvertedResidual block)
    {
        var norm = block.Plan.Layers[^1].Name[(block.Plan.Name.Length + 1)..];
        var state = block.state_dict();
        state[norm + ".weight"].zero_();
        state[norm + ".bias"].zero_();
        return block;
    }
}
