using System.Text.Json;

namespace MobileNets.Architecture.Tests;

public sealed class NetworkSummaryTests
{
    private static NetworkSummary CreateSut(int batchSize = 2) => new(MobileNetV2Plan.Create(), batchSize);

    [Fact]
    public void ToText_BatchOfTwo_PrintsTorchinfosTotals()
    {
        // torchinfo's printout for (2, 3, 224, 224); its last line says 228.93, yet its own terms add up to 228.94.
        CreateSut().ToText().Split('\n')[^11..].Should().Equal(
            new string('=', 100),
            "Total params: 3,504,872",
            "Trainable params: 3,504,872",
            "Non-trainable params: 0",
            "Total mult-adds (M): 601.62",
            new string('=', 100),
            "Input size (MB): 1.20",
            "Forward/backward pass size (MB): 213.72",
            "Params size (MB): 14.02",
            "Estimated Total Size (MB): 228.94",
            new string('=', 100));
    }

    [Fact]
    public void ToText_BatchOfTwo_PrintsTheTree()
    {
        var lines = CreateSut().ToText().Split('\n');

        lines[0].Should().Be(new string('=', 100));
        lines[1].Should().Be("Layer (type:depth-idx)                             Output Shape              Param #");
        lines[3].Should().Be("MobileNetV2                                        [2, 1000]                 --");
        lines[4].Should().Be("├─Sequential: 1-1                                  [2, 1280, 7, 7]           --");
        lines[5].Should().Be("│    └─Conv2dNormActivation: 2-1                   [2, 32, 112, 112]         --");
        lines[6].Should().Be("│    │    └─Conv2d: 3-1                            [2, 32, 112, 112]         864");
        lines[8].Should().Be("│    │    └─ReLU6: 3-3                             [2, 32, 112, 112]         --");
        lines[9].Should().Be("│    └─InvertedResidual: 2-2                       [2, 16, 112, 112]         --");
        lines[10].Should().Be("│    │    └─Sequential: 3-4                        [2, 16, 112, 112]         896");
        lines.Should().Contain("├─AdaptiveAvgPool2d: 1-2                           [2, 1280, 1, 1]           --");
        lines.Should().Contain("│    └─Dropout: 2-20                               [2, 1280]                 --");
        lines.Should().Contain("│    └─Linear: 2-21                                [2, 1000]                 1,281,000");
    }

    [Fact]
    public void ToText_DepthOne_CountsWhatIsInside() =>
        CreateSut().ToText(1).Should().Contain("├─Sequential: 1-1                                  [2, 1280, 7, 7]           2,223,872\n");

    [Fact]
    public void ToText_Deepest_ShowsEveryLayer() =>
        CreateSut().ToText(int.MaxValue).Split('\n').Count(line => line.Contains("BatchNorm2d: ")).Should().Be(52);

    [Fact]
    public void ToText_BillionsOfMultAdds_SaysG() => CreateSut(32).ToText().Should().Contain("Total mult-adds (G): 9.63\n");

    [Fact]
    public void Totals_BatchOfOne_AreInBytesAndMultAdds()
    {
        var summary = CreateSut(1);

        summary.MultAdds.Should().Be(300_774_272);
        summary.TorchinfoMultAdds.Should().Be(300_774_272 + 2 * 17_056 + 1000);
        summary.InputBytes.Should().Be(4 * 3 * 224 * 224);
        summary.ParameterBytes.Should().Be(4 * 3_504_872);
    }

    [Fact]
    public void ToText_OtherCulture_PrintsTheSame()
    {
        var before = CreateSut().ToText();
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = new System.Globalization.CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            CreateSut().ToText().Should().Be(before);
        }
        finally
        {
            Thread.CurrentThread.CurrentCulture = culture;
        }
    }

    [Fact]
    public void ToJson_BatchOfTwo_HoldsTotalsAndLayers()
    {
        using var json = JsonDocument.Parse(CreateSut().ToJson());
        var root = json.RootElement;
        var layers = root.GetProperty("layers").EnumerateArray().ToList();

        root.GetProperty("parameters").GetInt64().Should().Be(3_504_872);
        root.GetProperty("multAdds").GetInt64().Should().Be(2 * 300_774_272L);
        layers.Sum(layer => layer.GetProperty("parameters").GetInt64()).Should().Be(3_504_872);
        layers.Sum(layer => layer.GetProperty("multAdds").GetInt64()).Should().Be(2 * 300_774_272L);
        layers[0].GetRawText().Should().Match("*\"features.0.0\"*\"Conv2d\"*");
        layers[0].GetProperty("outputShape").EnumerateArray().Select(d => d.GetInt32()).Should().Equal(2, 32, 112, 112);
        layers[^1].GetProperty("name").GetString().Should().Be("classifier.1");
        layers[^1].GetProperty("outputShape").EnumerateArray().Select(d => d.GetInt32()).Should().Equal(2, 1000);
    }

    [Fact]
    public void Constructor_NoImages_IsRefused() =>
        FluentActions.Invoking(() => CreateSut(0)).Should().Throw<InvalidArchitectureException>().Which.Setting.Should().Be("batchSize");

    [Fact]
    public void ToText_MobileNetV1_FitsTheSameTree() =>
        new NetworkSummary(MobileNetV1Plan.Create()).ToText().Should()
            .Contain("└─DepthwiseSeparable: 2-2 ").And.Contain("└─Conv2dNormActivation: 3-4 ").And.Contain("Total params: 4,231,976");
}
