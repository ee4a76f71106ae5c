namespace MobileNets.Architecture.Tests;

/// <summary>Parameters and mult-adds, by number.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData(0.35, 1_677_128)]
    [InlineData(0.5, 1_968_680)]
    [InlineData(0.75, 2_636_424)]
    [InlineData(1.0, 3_504_872)]
    [InlineData(1.3, 5_386_792)]
    [InlineData(1.4, 6_108_776)]
    public void Parameters_AtPublishedWidth_EqualTorchvisions(double width, long expected) =>
        MobileNetV2Plan.Create(new() { WidthMultiplier = width }).Parameters.Should().Be(expected);

    [Theory]
    [InlineData(224, 0.35, 59_285_808)]
    [InlineData(224, 0.5, 97_131_840)]
    [InlineData(224, 0.75, 209_069_792)]
    [InlineData(224, 1.0, 300_774_272)]
    [InlineData(224, 1.3, 509_374_560)]
    [InlineData(224, 1.4, 582_195_824)]
    [InlineData(96, 0.35, 11_934_128)]
    [InlineData(96, 0.5, 18_885_440)]
    [InlineData(96, 0.75, 39_445_472)]
    [InlineData(96, 1.0, 56_289_152)]
    [InlineData(96, 1.3, 94_916_960)]
    [InlineData(96, 1.4, 108_396_784)]
    public void MultAdds_AtResolutionAndWidth_EqualReference(int resolution, double width, long expected) =>
        MobileNetV2Plan.Create(new() { InputHeight = resolution, InputWidth = resolution, WidthMultiplier = width })
            .MultAdds.Should().Be(expected);

    [Fact]
    public void Parameters_With102Classes_EqualTorchvisions() =>
        MobileNetV2Plan.Create(new() { Classes = 102 }).Parameters.Should().Be(2_354_534);

    [Fact]
    public void Parameters_WithoutClassifier_LackExactlyTheClassifiers() =>
        MobileNetV2Plan.Create(new() { IncludeClassifier = false }).Parameters.Should().Be(3_504_872 - 1_281_000);

    [Fact]
    public void MultAdds_OfStem_EqualHandCount() =>
        MobileNetV2Plan.Create().Layers[0].MultAdds.Should().Be(3L * 32 * 9 * 112 * 112);

    [Fact]
    public void BlockParameters_OfInvertedResiduals_EqualThePrintedSummary()
    {
        // The column of torchinfo's printout for this network.
        long[] expected =
        [
            896, 5_136, 8_832, 10_000, 14_848, 14_848, 21_056, 54_272, 54_272, 54_272,
            66_624, 118_272, 118_272, 155_264, 320_000, 320_000, 473_920,
        ];

        MobileNetV2Plan.Create().Blocks.Where(block => block.Kind == BlockKind.InvertedResidual)
            .Select(block => block.Parameters).Should().Equal(expected);
    }

    [Fact]
    public void Blocks_Summed_EqualTheNetwork()
    {
        var plan = MobileNetV2Plan.Create();

        plan.Blocks.Sum(block => block.MultAdds).Should().Be(plan.MultAdds);
        plan.Blocks.Sum(block => block.TorchinfoMultAdds).Should().Be(plan.TorchinfoMultAdds);
    }

    [Fact]
    public void MobileNetV1_AsPublished_HasReferenceCosts()
    {
        var plan = MobileNetV1Plan.Create();

        plan.Parameters.Should().Be(4_231_976);
        plan.MultAdds.Should().Be(568_740_352);
        plan.Blocks.Count(block => block.Kind == BlockKind.DepthwiseSeparable).Should().Be(13);
    }

    // arXiv 1704.04861, tables 6 and 7: millions of mult-adds and of parameters as printed. (290.7 is printed as 290.)
    [Theory]
    [InlineData(1.0, 224, 569, 4.2)]
    [InlineData(0.75, 224, 325, 2.6)]
    [InlineData(0.5, 224, 149, 1.3)]
    [InlineData(0.25, 224, 41, 0.5)]
    [InlineData(1.0, 192, 418, 4.2)]
    [InlineData(1.0, 160, 290, 4.2)]
    [InlineData(1.0, 128, 186, 4.2)]
    public void MobileNetV1_AtPublishedWidthAndResolution_HasPublishedCosts(double width, int resolution, double multAdds, double parameters)
    {
        var plan = MobileNetV1Plan.Create(resolution, widthMultiplier: width);

        (plan.MultAdds / 1e6).Should().BeApproximately(multAdds, 0.7);
        Math.Round(plan.Parameters / 1e6, 1).Should().Be(parameters);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    [InlineData(double.NaN)]
    public void MobileNetV1_WidthOutOfRange_IsRefused(double width) =>
        FluentActions.Invoking(() => MobileNetV1Plan.Create(widthMultiplier: width)).Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("widthMultiplier");
}
