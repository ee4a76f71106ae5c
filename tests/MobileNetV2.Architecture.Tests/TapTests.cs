namespace MobileNets.Architecture.Tests;

public sealed class TapTests
{
    private static readonly NetworkPlan Plan = MobileNetV2Plan.Create();

    [Theory]
    [InlineData(2, "features.1.conv.2", 16, 112)]
    [InlineData(4, "features.3.conv.3", 24, 56)]
    [InlineData(8, "features.6.conv.3", 32, 28)]
    [InlineData(16, "features.13.conv.3", 96, 14)]
    [InlineData(32, "features.18.2", 1280, 7)]
    public void LastAtStride_OfPublishedNetwork_IsTheLastBlocksOutput(int stride, string name, int channels, int size)
    {
        var layer = Plan[Plan.LastAtStride(stride)!.Value];

        layer.Name.Should().Be(name);
        layer.Output.Should().Be(new TensorShape(channels, size, size));
    }

    [Fact]
    public void ExpansionAtStride_16_IsWhatSsdLiteTaps()
    {
        var position = Plan.ExpansionAtStride(16)!.Value;

        position.Should().Be(new LayerPosition(14, 2));
        Plan[position].Name.Should().Be("features.14.conv.0.2");
        Plan[position].Output.Should().Be(new TensorShape(576, 14, 14));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(64)]
    public void ExpansionAtStride_WhereNoBlockLeavesIt_IsNull(int stride) => Plan.ExpansionAtStride(stride).Should().BeNull();

    [Fact]
    public void LastAtStride_BeyondLimitedOutputStride_IsNull()
    {
        var plan = MobileNetV2Plan.Create(new() { OutputStride = 16 });

        plan.LastAtStride(32).Should().BeNull();
        plan[plan.LastAtStride(16)!.Value].Name.Should().Be("features.18.2");
    }

    [Fact]
    public void Find_UnknownName_IsNull() => Plan.Find("features.19").Should().BeNull();
}
