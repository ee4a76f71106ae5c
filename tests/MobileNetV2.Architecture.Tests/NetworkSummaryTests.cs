using System.Text.Json;

namespace MobileNets.Architecture.Tests;

public sealed class NetworkSummaryTests
{
    private static NetworkSummary CreateSut(int batchSize = 2) => new(MobileNetV2Plan.Create(), batchSize);

    [Fact]
    public void ToText_BatchOfTwo_PrintsTorchinfosTotals()
    {
        // torchinfo's printout for (2, 3, 224, 224); its last line says 228.93, yet its own terms add up to 228.94.
        CreateSut().ToText().Split('\n')[^14..^3].Should().Equal(
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
    public void ToText_BatchOfTwo_EndsWithBothCountsOfMultAdds() =>
        CreateSut().ToText().Split('\n')[^3..].Should().Equal(
            "Mult-adds of convolutions and linear layers (M): 601.55",
            "Mult-adds as torchinfo counts them, with batch normalisation and biases (M): 601.62",
            new string('=', 100));

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

    [Fact]
    public void ToMarkdown_BatchOfTwo_HasModulesAndTotals()
    {
        var lines = CreateSut().ToMarkdown().Split('\n');

        lines[..3].Should().Equal(
            "| Module | Type | Output shape | Parameters | Mult-adds |",
            "|---|---|---|---:|---:|",
            "| MobileNetV2 | MobileNetV2 | [2, 1000] | 3,504,872 | 601,548,544 |");
        lines.Should().Contain("| features.18.0 | Conv2d | [2, 1280, 7, 7] | 409,600 | 40,140,800 |");
        lines[^7..].Should().Equal(
            "| Parameters | 3,504,872 |",
            "| Mult-adds of convolutions and linear layers | 601,548,544 |",
            "| Mult-adds as torchinfo counts them, with batch normalisation and biases | 601,618,768 |",
            "| Input (MB) | 1.20 |",
            "| Forward and backward pass (MB) | 213.72 |",
            "| Parameters (MB) | 14.02 |",
            "| Together (MB) | 228.94 |");
    }

    [Fact]
    public void ToMarkdown_DepthOne_ShowsTheOutermostModules() =>
        CreateSut().ToMarkdown(1).Split("\n\n")[0].Split('\n').Select(line => line.Split(' ')[1]).Skip(2).Should().Equal("MobileNetV2", "features", "avgpool", "classifier");

    [Fact]
    public void WriteJson_WithCosts_AddsColumnsToTheSameLayers()
    {
        static JsonElement Layers(bool costs)
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
                CreateSut().WriteJson(writer, costs);
            return JsonDocument.Parse(buffer.ToArray()).RootElement.GetProperty("layers");
        }

        var (plain, withCosts) = (Layers(costs: false), Layers(costs: true));

        plain[3].EnumerateObject().Select(property => property.Name).Should().Equal("name", "type", "outputShape", "parameters", "multAdds");
        foreach (var property in plain[3].EnumerateObject())
            withCosts[3].GetProperty(property.Name).GetRawText().Should().Be(property.Value.GetRawText());
        withCosts[3].GetProperty("name").GetString().Should().Be("features.1.conv.0.0");
        withCosts[3].GetProperty("kernel").GetInt32().Should().Be(3);
        withCosts[3].GetProperty("stride").GetInt32().Should().Be(1);
        withCosts[3].GetProperty("groups").GetInt32().Should().Be(32);
        withCosts[3].GetProperty("inputShape").GetRawText().Should().Be("[2,32,112,112]");
        withCosts[3].GetProperty("share").GetDouble().Should().BeApproximately(32.0 * 9 * 112 * 112 / 300_774_272, 1e-12);
        withCosts[3].GetProperty("activationBytes").GetInt64().Should().Be(2 * 4 * 32 * 112 * 112);
        withCosts[1].GetProperty("stride").GetInt32().Should().Be(0);
    }
}
