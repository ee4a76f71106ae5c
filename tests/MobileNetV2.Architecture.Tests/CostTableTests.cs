namespace MobileNets.Architecture.Tests;

public sealed class CostTableTests
{
    private static CostTable CreateSut(int batchSize = 1) => new NetworkSummary(MobileNetV2Plan.Create(), batchSize).Costs;

    [Fact]
    public void Rows_OfTheNetwork_AreItsLayersInOrder() =>
        CreateSut().Rows.Select(row => row.Layer.Name).Should().Equal(MobileNetV2Plan.Create().Layers.Select(layer => layer.Name));

    [Fact]
    public void Rows_Summed_AreTheNetworksCosts()
    {
        var rows = CreateSut(2).Rows;

        rows.Sum(row => row.Layer.Parameters).Should().Be(3_504_872);
        rows.Sum(row => row.MultAdds).Should().Be(2 * 300_774_272L);
        rows.Sum(row => row.Share).Should().BeApproximately(1, 1e-12);
        // torchinfo's forward and backward pass: the layers with parameters, each twice.
        (2 * rows.Where(row => row.Layer.Parameters > 0).Sum(row => row.ActivationBytes) / 1e6).Should().BeApproximately(213.72, 0.005);
    }

    [Fact]
    public void ToMarkdown_Layers_HaveSettingsShapesAndCosts()
    {
        var lines = CreateSut().ToMarkdown().Split('\n');

        lines[0].Should().Be("| Layer | Type | Kernel | Stride | Groups | Input | Output | Parameters | Mult-adds | Share (%) | Activations (kB) |");
        lines[1].Should().Be("|---|---|---:|---:|---:|---|---|---:|---:|---:|---:|");
        lines[2].Should().Be("| features.0.0 | Conv2d | 3×3 | 2 | 1 | [3, 224, 224] | [32, 112, 112] | 864 | 10,838,016 | 3.60 | 1,605.6 |");
        lines[3].Should().Be("| features.0.1 | BatchNorm2d |  |  |  | [32, 112, 112] | [32, 112, 112] | 64 | 0 | 0.00 | 1,605.6 |");
        lines.Should().Contain("| features.2.conv.1.0 | Conv2d | 3×3 | 2 | 96 | [96, 112, 112] | [96, 56, 56] | 864 | 2,709,504 | 0.90 | 1,204.2 |");
        lines[^1].Should().StartWith("| Total |").And.Contain("| 3,504,872 | 300,774,272 | 100.00 |");
    }

    [Fact]
    public void ToText_Columns_LineUp()
    {
        var lines = CreateSut().ToText().Split('\n');

        lines[0].Should().MatchRegex("^Layer +Type +Kernel +Stride +Groups +Input +Output +Parameters +Mult-adds +Share \\(%\\) +Activations \\(kB\\)$");
        var end = lines[0].IndexOf("Mult-adds", StringComparison.Ordinal) + "Mult-adds".Length;
        lines[2][..end].Should().EndWith(" 10,838,016");
        lines[^1][..end].Should().EndWith(" 300,774,272");
    }
}
