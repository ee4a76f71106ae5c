namespace MobileNets.Weights.Tests;

public sealed class StateDictTests
{
    private static readonly StateDict Sut = new([NamedTensor.FromSingles("a", [1], [1]), NamedTensor.FromSingles("b", [2], [1, 2])]);

    [Fact]
    public void Indexer_ByNameAndPosition_FindsTheTensor()
    {
        Sut["b"].Should().BeSameAs(Sut[1]);
        Sut.TryGet("a", out var tensor).Should().BeTrue();
        tensor.Should().BeSameAs(Sut[0]);
        Sut.TryGet("c", out _).Should().BeFalse();
    }

    [Fact]
    public void Indexer_UnknownName_NamesIt() =>
        Sut.Invoking(s => s["features.99"]).Should().Throw<KeyNotFoundException>().WithMessage("*'features.99'*");

    [Fact]
    public void Constructor_NameTwice_IsRefused() =>
        FluentActions.Invoking(() => new StateDict([Sut[0], Sut[0]])).Should().Throw<ArgumentException>().WithMessage("*'a'*");
}
