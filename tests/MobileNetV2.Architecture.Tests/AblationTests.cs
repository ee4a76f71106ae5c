namespace MobileNets.Architecture.Tests;

/// <summary>The networks that the paper compares with its own (figure 6), as plans.</summary>
public sealed class AblationTests
{
    // By table 2: the blocks that keep their channels at stride 1.
    private static readonly string[] s_bridged =
        ["features.3", "features.5", "features.6", "features.8", "features.9", "features.10", "features.12", "features.13", "features.15", "features.16"];

    [Fact]
    public void Create_Default_IsLinearWithShortcutsBetweenBottlenecks()
    {
        var options = new MobileNetV2Options();

        (options.Bottleneck, options.Shortcut).Should().Be((BottleneckActivation.Linear, ShortcutPlacement.Bottleneck));
        MobileNetV2Plan.Create(options).Blocks.Should().NotContain(block => block.HasExpansionShortcut);
    }

    [Fact]
    public void Create_ReLU6Bottleneck_EndsEveryResidualWithReLU6AndChangesNothingElse()
    {
        var (published, sut) = (MobileNetV2Plan.Create(), MobileNetV2Plan.Create(new() { Bottleneck = BottleneckActivation.ReLU6 }));

        foreach (var block in sut.Blocks.Where(block => block.Kind == BlockKind.InvertedResidual))
            (block.Layers[^1].Kind, block.Layers[^1].Name).Should().Be((LayerKind.ReLU6, block.Name == "features.1" ? "features.1.conv.3" : $"{block.Name}.conv.4"));
        sut.Layers.Should().HaveCount(published.Layers.Count + 17);
        (sut.Parameters, sut.MultAdds).Should().Be((3_504_872, 300_774_272));
        sut.StateEntries.Select(entry => entry.Name).Should().Equal(published.StateEntries.Select(entry => entry.Name));
        sut.Blocks.Where(block => block.HasShortcut).Select(block => block.Name).Should().Equal(s_bridged);
    }

    [Fact]
    public void Create_NoShortcut_HasNone()
    {
        var sut = MobileNetV2Plan.Create(new() { Shortcut = ShortcutPlacement.None });

        sut.Blocks.Should().NotContain(block => block.HasShortcut || block.HasExpansionShortcut);
        (sut.Parameters, sut.MultAdds).Should().Be((3_504_872, 300_774_272));
    }

    /// <summary>Each bridged block lies between two expanded maps: its own and the next block's.</summary>
    [Fact]
    public void Create_ExpansionShortcut_BridgesTheSameBlocks()
    {
        var sut = MobileNetV2Plan.Create(new() { Shortcut = ShortcutPlacement.Expansion });

        sut.Blocks.Should().NotContain(block => block.HasShortcut);
        sut.Blocks.Zip(sut.Blocks.Skip(1)).Where(pair => pair.Second.HasExpansionShortcut).Select(pair => pair.First.Name).Should().Equal(s_bridged);
        (sut.Parameters, sut.MultAdds).Should().Be((3_504_872, 300_774_272));
    }

    [Fact]
    public void Create_ExpansionShortcut_JoinsMapsOfOneShape()
    {
        foreach (var stride in new[] { 32, 16, 8 })
        {
            var sut = MobileNetV2Plan.Create(new() { Shortcut = ShortcutPlacement.Expansion, OutputStride = stride });
            foreach (var (before, block) in sut.Blocks.Zip(sut.Blocks.Skip(1)).Where(pair => pair.Second.HasExpansionShortcut))
                block.Layers[block.ExpandedLayer!.Value].Output.Should().Be(before.Layers[before.ExpandedLayer!.Value].Output, block.Name);
        }
    }

    [Theory]
    [InlineData(6, 6, 2)] // between the second and third block of a stage, and into the next stage
    [InlineData(6, 3, 1)] // the next stage expands by another ratio
    [InlineData(1, 1, 0)] // nothing is expanded
    public void Create_ExpansionShortcutOfOtherTables_JoinsEqualExpansionsOnly(int ratio, int next, int expected) =>
        MobileNetV2Plan.Create(new() { Shortcut = ShortcutPlacement.Expansion, Stages = [new(ratio, 16, 3, 2), new(next, 24, 1, 2)] })
            .Blocks.Count(block => block.HasExpansionShortcut).Should().Be(expected);

    [Fact]
    public void Create_UnknownValues_NamesTheOption()
    {
        var bottleneck = () => MobileNetV2Plan.Create(new() { Bottleneck = (BottleneckActivation)7 });
        var shortcut = () => MobileNetV2Plan.Create(new() { Shortcut = (ShortcutPlacement)7 });

        bottleneck.Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("Bottleneck");
        shortcut.Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("Shortcut");
    }

    [Fact]
    public void NetworkPlan_ExpansionShortcutBetweenOtherShapes_NamesTheBlock()
    {
        var blocks = MobileNetV2Plan.Create().Blocks;
        var odd = new BlockPlan("features.3", BlockKind.InvertedResidual, blocks[3].Layers, expansionRatio: 6, hasExpansionShortcut: true);

        var create = () => new NetworkPlan("odd", [.. blocks.Take(3), odd]);

        // 96 channels at 112 × 112 before the stride, 144 at 56 × 56 after it.
        create.Should().Throw<InvalidArchitectureException>().WithMessage("Expanded map of features.3 is *144, 56, 56*features.2*");
    }

    [Fact]
    public void BlockPlan_ExpansionShortcutWithoutExpansion_Throws()
    {
        var create = () => new BlockPlan("features.1", BlockKind.InvertedResidual, MobileNetV2Plan.Create().Blocks[1].Layers, hasExpansionShortcut: true);

        create.Should().Throw<InvalidArchitectureException>().WithMessage("features.1 is without an expansion*");
    }

    [Fact]
    public void Summary_ReLU6Bottleneck_ListsItsLayer() =>
        new NetworkSummary(MobileNetV2Plan.Create(new() { Bottleneck = BottleneckActivation.ReLU6 })).Rows
            .Should().ContainSingle(row => row.Name == "features.2.conv.4").Which.Type.Should().Be("ReLU6");
}
