namespace MobileNets.Weights.Tests;

public sealed class StateDictComparisonTests
{
    private static readonly (string Name, IReadOnlyList<long> Shape)[] Expected =
        [("features.0.0.weight", [32, 3, 3, 3]), ("features.0.1.weight", [32]), ("classifier.1.weight", [1000, 1280]), ("classifier.1.bias", [1000])];

    [Fact]
    public void Compare_SameNamesAndShapesInAnotherOrder_Match()
    {
        var comparison = StateDictComparison.Compare(Expected, Expected.Reverse());

        comparison.IsMatch.Should().BeTrue();
        comparison.ToString().Should().Be("The weights fit the network.");
    }

    [Fact]
    public void Compare_Differences_AreAllListed()
    {
        var comparison = StateDictComparison.Compare(Expected,
            [("classifier.1.weight", [102, 1280]), ("classifier.1.bias", [102]), ("features.0.0.weight", [32, 3, 3, 3]), ("head.weight", [1]), ("head.bias", [])]);

        comparison.IsMatch.Should().BeFalse();
        comparison.Missing.Should().Equal("features.0.1.weight");
        comparison.Unexpected.Should().Equal("head.weight", "head.bias");
        comparison.Misshaped.Select(m => m.Name).Should().Equal("classifier.1.weight", "classifier.1.bias");
        comparison.ToString().Should().Be(
            """
            The weights do not fit the network: 1 missing, 2 unexpected, 2 with another shape.
              missing: features.0.1.weight
              unexpected: head.weight
              unexpected: head.bias
              another shape: classifier.1.weight: expected [1000, 1280], found [102, 1280]
              another shape: classifier.1.bias: expected [1000], found [102]
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Compare_ShapeThatWouldBroadcast_IsADifference() =>
        StateDictComparison.Compare([("a", [32])], [("a", [1])]).Misshaped.Should().ContainSingle();

    [Fact]
    public void Compare_StateDict_TakesItsNamesAndShapes() =>
        StateDictComparison.Compare([("a", [2])], new StateDict([NamedTensor.FromSingles("a", [2], [1, 2])])).IsMatch.Should().BeTrue();
}
