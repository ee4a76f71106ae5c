namespace MobileNets.Architecture.Tests;

public sealed class ShuffleNetPlanTests
{
    // arXiv 1707.01083, table 1: millions of mult-adds at width 1, where the classifier's one million is not counted.
    [Theory]
    [InlineData(1, 143)]
    [InlineData(2, 140)]
    [InlineData(3, 137)]
    [InlineData(4, 133)]
    [InlineData(8, 137)]
    public void MultAdds_AtPublishedGroups_AreThePublished(int groups, double expected)
    {
        var plan = ShuffleNetPlan.Create(groups);

        (plan.Layers.SkipLast(1).Sum(layer => layer.MultAdds) / 1e6).Should().BeApproximately(expected, 0.51);
    }

    // arXiv 1801.04381, table 4: 524 M mult-adds and 5.4 M parameters.
    [Fact]
    public void Costs_AtWidthTwo_AreMobileNetV2sTablesOnes()
    {
        var plan = ShuffleNetPlan.Create(groups: 3, widthMultiplier: 2);

        Math.Round(plan.MultAdds / 1e6).Should().Be(524);
        Math.Round(plan.Layers.Sum(layer => layer.Parameters) / 1e6, 1).Should().Be(5.4);
    }

    [Theory]
    [InlineData(3, 240)]
    [InlineData(2, 200)]
    public void MaterializedTensors_BySize_AreTheUnitsOutputs(int groups, int stageChannels) =>
        Materialization.LargestBySize(ShuffleNetPlan.Create(groups, widthMultiplier: 2).MaterializedTensors).Select(tensor => (tensor.Shape.Height, tensor.Shape.Channels))
            .Should().Equal((56, 48), (28, 2 * stageChannels), (14, 4 * stageChannels), (7, 8 * stageChannels), (1, 8 * stageChannels));

    [Theory]
    [InlineData(5, 1.0)]
    [InlineData(3, 0.0)]
    [InlineData(3, 5.0)]
    [InlineData(3, 0.77)]
    [InlineData(3, double.NaN)]
    public void Create_OutOfRange_IsRefused(int groups, double width) =>
        FluentActions.Invoking(() => ShuffleNetPlan.Create(groups, width)).Should().Throw<InvalidArchitectureException>();
}
