namespace MobileNets.Architecture.Tests;

/// <summary>Plans made from blocks of one's own.</summary>
public sealed class NetworkPlanTests
{
    private static readonly TensorShape Image = new(3, 32, 32);

    private static BlockPlan Convolution(string name, TensorShape input, int channels) =>
        new(name, BlockKind.ConvNormActivation, [LayerPlan.Convolution($"{name}.0", input, channels, 3)]);

    [Fact]
    public void Constructor_FittingBlocks_ChainsShapes()
    {
        var first = Convolution("features.0", Image, 8);

        var plan = new NetworkPlan("Tiny", [first, Convolution("features.1", first.Output, 4)]);

        plan.Output.Should().Be(new TensorShape(4, 32, 32));
        plan.MultAdds.Should().Be((3 * 8 + 8 * 4) * 9 * 32 * 32);
    }

    [Fact]
    public void Constructor_ShapesThatDoNotFit_AreRefused() =>
        FluentActions.Invoking(() => new NetworkPlan("Tiny", [Convolution("a", Image, 8), Convolution("b", Image, 8)]))
            .Should().Throw<InvalidArchitectureException>().Which.Message.Should()
            .Be("Input of b is [3, 32, 32]; it must be the output of a, [8, 32, 32].");

    [Fact]
    public void Constructor_NameTwice_IsRefused() =>
        FluentActions.Invoking(() => new NetworkPlan("Tiny", [Convolution("a", Image, 3), Convolution("a", Image, 3)]))
            .Should().Throw<InvalidArchitectureException>().WithMessage("*a.0*unique*");

    [Fact]
    public void Constructor_NoBlocks_IsRefused() =>
        FluentActions.Invoking(() => new NetworkPlan("Tiny", [])).Should().Throw<InvalidArchitectureException>();

    [Fact]
    public void Block_ShortcutBetweenUnequalShapes_IsRefused() =>
        FluentActions.Invoking(() => new BlockPlan(
                "a", BlockKind.InvertedResidual, [LayerPlan.Convolution("a.0", Image, 8, 1)], hasShortcut: true))
            .Should().Throw<InvalidArchitectureException>().WithMessage("Output of a is *");
}
